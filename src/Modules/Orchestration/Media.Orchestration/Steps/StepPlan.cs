using System.Security.Cryptography;
using System.Text.Json;
using Media.Orchestration.Contracts;
using Media.Orchestration.Presets;
using Media.Orchestration.Track;
using Media.Upload.Contracts;

namespace Media.Orchestration.Steps;

/// <summary>Which steps a file goes through: Inspect, Renditions, Detect, Publish for pictures; Inspect, Publish for anything else.</summary>
internal static class StepPlan
{
    private static readonly Reason SwitchedOff = new("switched_off", "Switched off for this deployment, preset or upload.");

    /// <summary>The preset as this file gets it: what the deployment and the upload switch off is gone from it.</summary>
    public static Preset Effective(Preset preset, Switches? upload, SwitchSettings deployment) => preset with
    {
        Renditions = [.. preset.Renditions.Where(r => Wants(deployment.Renditions, r.Name) && Wants(upload?.Renditions, r.Name))],
        Detect = (upload?.Detect ?? preset.Detect) && deployment.Detect,
    };

    /// <param name="preset">The effective preset.</param>
    public static List<StepState> For(string mediaType, Preset preset)
    {
        var plan = new List<StepState> { new() { Name = StepName.Inspect, Essential = true, Options = Digest(mediaType) } };
        if (mediaType.StartsWith("image/", StringComparison.Ordinal))
        {
            plan.Add(new StepState { Name = StepName.Renditions, Essential = true, Options = Digest(preset.Renditions) }.Only(preset.Renditions.Count > 0));
            plan.Add(new StepState { Name = StepName.Detect, Options = Digest(new { preset.Model, preset.MinConfidence }) }.Only(preset.Detect));
        }

        plan.Add(new StepState { Name = StepName.Publish, Essential = true });
        return plan;
    }

    private static StepState Only(this StepState step, bool on)
    {
        if (!on)
        {
            step.Phase = StepPhase.Skipped;
            step.Reason = SwitchedOff;
        }

        return step;
    }

    private static bool Wants(string? said, string rendition) => said switch
    {
        null or "on" => true,
        "off" => false,
        _ => said.Split(',', StringSplitOptions.TrimEntries).Contains(rendition),
    };

    private static string Digest<T>(T options) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(options)))[..16];
}
