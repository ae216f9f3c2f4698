using BackendPlugins.Gateway.Hosting;

return await GatewayHost.RunAsync(args, Console.Error);
