using BackendPlugins.Simulators.BigQuery.Hosting;

return await SimulatorCommand.RunAsync(args, Console.Out, Console.Error);
