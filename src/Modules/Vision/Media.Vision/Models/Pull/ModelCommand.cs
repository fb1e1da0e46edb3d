using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Media.Vision.Models.Pull;

/// <summary>What an operator does with models: <c>media models list</c> and <c>media models pull NAME</c>.</summary>
internal static class ModelCommand
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misused = 2;

    /// <returns>The exit code: 0 done, 1 failed with the reason written out, 2 not understood.</returns>
    public static async Task<int> Run(string[] args, IConfiguration configuration, TextWriter output, CancellationToken stop)
    {
        try
        {
            var folder = ModelsFolder.Of(configuration);
            var catalog = Catalog.Read(folder);
            // What looks like a setting has gone into the configuration.
            switch (args.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray())
            {
                case [] or ["list"]:
                    List(catalog, folder, output);
                    return Done;
                case ["pull", var name]:
                    return await Pull(name, catalog, folder, output, stop);
                default:
                    await output.WriteLineAsync("Usage: media models list, or media models pull NAME");
                    return Misused;
            }
        }
        catch (CatalogException e)
        {
            await output.WriteLineAsync(e.Message);
            return Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await output.WriteLineAsync("Stopped. Nothing was kept.");
            return Failed;
        }
    }

    private static void List(Catalog catalog, ModelsFolder folder, TextWriter output)
    {
        output.WriteLine($"Models of {folder.Path}");
        foreach (var model in catalog.Models)
        {
            var state = folder.Has(model) ? "installed" : "not installed";
            var bytes = model.Bytes.ToString("N0", CultureInfo.InvariantCulture);
            output.WriteLine($"  {model.Name,-18} {model.Job,-8} {state,-14} {bytes,12} bytes  {model.Licence,-11} {(model.Default ? "default; " : "")}{model.About}");
        }
    }

    private static async Task<int> Pull(string name, Catalog catalog, ModelsFolder folder, TextWriter output, CancellationToken stop)
    {
        if (catalog.Find(name) is not { } model)
        {
            await output.WriteLineAsync($"There is no model {name}. The catalog has: {string.Join(", ", catalog.Models.Select(m => m.Name))}.");
            return Failed;
        }

        try
        {
            var fetched = await new ModelPull(folder, new PullProgress(output)).Pull(model, stop);
            await output.WriteLineAsync(fetched
                ? $"{model.Name} is installed: {folder.PathOf(model)}"
                : $"{model.Name} is installed already: {folder.PathOf(model)}");
            await output.WriteLineAsync($"Licence: {model.Licence}, {Path.Combine(folder.Path, model.LicenceFile)}. Source: {model.Source}");
            return Done;
        }
        catch (PullException e)
        {
            await output.WriteLineAsync(e.Message);
            return Failed;
        }
    }
}
