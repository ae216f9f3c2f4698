using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Routing.Patterns;

namespace BackendPlugins.Gateway.Bindings;

/// <summary>
/// Flyte's HTTP bindings carry <c>resource_meta</c> in the path. Transcoding alone takes only padded standard base64, and that
/// form may contain a slash: here the URL-safe alphabet, missing padding, percent-encoding and plain slashes work as well.
/// </summary>
internal static class PathBindings
{
    private const string Meta = "resource_meta";
    private const string Version = "task_category.version";

    /// <summary>Prepares the bindings of a service.</summary>
    public static GrpcServiceEndpointConventionBuilder AcceptMetaInPath(this GrpcServiceEndpointConventionBuilder service)
    {
        service.Add(static endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RequestDelegate: { } serve } route
                && route.RoutePattern.RawText is { } pattern
                && route.RoutePattern.GetParameter(Meta) is not null)
            {
                route.RoutePattern = RoutePatternFactory.Parse(pattern.Replace($"{{{Meta}}}", $"{{**{Meta}}}", StringComparison.Ordinal));
                route.RequestDelegate = context => Read(context.Request.RouteValues) is { } problem
                    ? RefuseAsync(context, StatusCode.InvalidArgument, problem)
                    : serve(context);
            }
        });
        return service;
    }

    /// <summary>Answers in the form that transcoding gives to errors.</summary>
    public static Task RefuseAsync(HttpContext context, StatusCode code, string message)
    {
        context.Response.StatusCode = code == StatusCode.Unimplemented
            ? StatusCodes.Status501NotImplemented
            : StatusCodes.Status400BadRequest;
        context.Response.ContentType = "application/json";
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        return context.Response.WriteAsync(JsonFormatter.Default.Format(status), context.RequestAborted);
    }

    private static string? Read(RouteValueDictionary values)
    {
        if (values[Version] is string version && !int.TryParse(version, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
        {
            return $"{Version} must be a whole number such as 0; got \"{version}\"";
        }

        if (values[Meta] is not string meta)
        {
            return null;
        }

        // A plus sign has become a blank where a client took the path for a form.
        var text = Uri.UnescapeDataString(meta).Replace(' ', '+').Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        if (!Convert.TryFromBase64String(padded, new byte[padded.Length], out _))
        {
            return $"{Meta} is not base64; send the bytes that CreateTask answered, in base64 or its URL-safe form";
        }

        values[Meta] = padded;
        return null;
    }
}
