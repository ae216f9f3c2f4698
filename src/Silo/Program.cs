using BackendPlugins.Silo.Hosting;

switch (args)
{
    case ["migrate", .. var settings]:
        return await MigrateCommand.RunAsync(settings, Console.Out, Console.Error);
    case [['-' or '/', ..], ..] or []:
        return await SiloHost.RunAsync(args, Console.Error);
    default:
        await Console.Error.WriteLineAsync($"There is no command {args[0]}. Without a command the silo runs; migrate brings the job store's schema up to date.");
        return 1;
}
