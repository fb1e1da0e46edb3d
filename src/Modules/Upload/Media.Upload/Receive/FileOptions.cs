using Media.Upload.Contracts;
using Media.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Media.Upload.Receive;

/// <summary>The options of an upload, from the address or, where it says nothing, from the form's parts or the headers.</summary>
internal sealed class FileOptions(PostFileRequest request)
{
    private static readonly string[] Switched = ["transcode", "detect", "enhance"];

    private readonly Dictionary<string, string?> _said = new(StringComparer.Ordinal)
    {
        ["name"] = request.Name,
        ["preset"] = request.Preset,
        ["renditions"] = request.Renditions,
        ["transcode"] = request.Transcode,
        ["detect"] = request.Detect,
        ["enhance"] = request.Enhance,
    };

    public string? Name => _said["name"];

    /// <summary>Takes an option unless the address gave it; false where there is none of that name.</summary>
    public bool Offer(string name, string? value)
    {
        if (!_said.ContainsKey(name))
        {
            return false;
        }

        _said[name] ??= value;
        return true;
    }

    /// <returns>What is wrong, or null.</returns>
    public ProblemHttpResult? Read(PresetNames presets, out string preset, out Switches switches)
    {
        preset = _said["preset"] ?? PresetNames.Default;
        switches = new Switches();
        if (!presets.Has(preset))
        {
            return Problem(ProblemCode.PresetUnknown);
        }

        if (Array.Find(Switched, name => _said[name] is not (null or "on" or "off")) is { } wrong)
        {
            return Problem(ProblemCode.OptionOutOfRange, $"{wrong} must be on or off.", [new ProblemError(wrong, "must be on or off")]);
        }

        const int longest = 500;
        if (_said["renditions"] is { } renditions && (renditions.Length is 0 or > longest || !renditions.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ',' or ' ')))
        {
            const string must = "must be on, off, or names of renditions with commas between";
            return Problem(ProblemCode.OptionOutOfRange, $"renditions {must}.", [new ProblemError("renditions", must)]);
        }

        switches = new Switches(_said["renditions"], IsOn("detect"), IsOn("transcode"), IsOn("enhance"));
        return null;
    }

    private bool? IsOn(string name) => _said[name] is { } said ? said == "on" : null;
}
