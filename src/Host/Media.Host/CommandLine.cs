using System.CommandLine;
using Media.Vision;

namespace Media.Host;

/// <summary>The binary's verbs: serve (when none is named), health, models. Decode is not for people and is handled before.</summary>
internal static class CommandLine
{
    public static Task<int> Run(string[] args)
    {
        var root = new RootCommand("Media Monolith: a media server. Without a command it serves.") { TreatUnmatchedTokensAsErrors = false };
        root.SetAction((_, stop) => Serve.Run(args, stop));

        var serve = new Command("serve", "Serve until stopped. Settings come as --Media:Name=value or from the environment (Media__Name); docs/settings.md has them all.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        serve.SetAction((_, stop) => Serve.Run(args[1..], stop));
        root.Add(serve);

        var health = new Command("health", "Ask the server on this machine whether it is ready: ends with 0 if so, and says what it waits for if not.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        health.SetAction((_, stop) => Health.Ask(Serve.Configuration(args[1..]), Console.Out, stop));
        root.Add(health);

        var models = new Command("models", "The models that detect: list | pull NAME.") { TreatUnmatchedTokensAsErrors = false };
        models.SetAction((_, stop) => VisionModule.Models(args[1..], Serve.Configuration(args[1..]), Console.Out, stop));
        root.Add(models);
        return root.Parse(args).InvokeAsync();
    }
}
