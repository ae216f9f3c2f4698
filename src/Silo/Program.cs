using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
builder.AddBackendSilo();
builder.Services.AddBackendMetrics();
builder.Services.AddHealthChecks().AddCheck("process", () => HealthCheckResult.Healthy());
builder.WebHost.ConfigureKestrel((context, kestrel) => kestrel.ListenAnyIP(context.Configuration.GetValue("Http:Port", 8080)));

var app = builder.Build();
app.MapBackendMetrics();
app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });

// The silo starts before the web server listens: whoever gets an answer talks to a silo that has joined.
app.MapHealthChecks("/healthz/ready");
await app.RunAsync();
