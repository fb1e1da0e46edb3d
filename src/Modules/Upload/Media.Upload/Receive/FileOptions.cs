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

    private readonly HashSet<string> _inForm = new(StringComparer.Ordinal);

    public string? Name => _said["name"];

    /// <summary>A name as a problem may show it: whole, unless it is longer than any option's.</summary>
    public static string Shown(string name) => name.Length <= 100 ? name : string.Concat(name.AsSpan(0, 100), "…");

    /// <summary>Names the file, unless an option does.</summary>
    public void OfferName(string? name) => _said["name"] ??= name;

    /// <summary>Takes the option that a part of the form is, unless the address gave it.</summary>
    /// <returns>What is wrong, or null.</returns>
    public ProblemHttpResult? Take(FormPart part)
    {
        var name = Shown(part.Name);
        if (!_said.ContainsKey(part.Name))
        {
            return Problem(ProblemCode.OptionUnknown, $"The form's part {name} is not known here.", [new ProblemError(name, "is not known")]);
        }

        if (part.Text is null)
        {
            return Problem(ProblemCode.OptionOutOfRange, $"The form's part {name} is too long.", [new ProblemError(name, "is too long")]);
        }

        if (!_inForm.Add(part.Name))
        {
            return Problem(ProblemCode.OptionOutOfRange, $"{name} must be given once.", [new ProblemError(name, "must be given once")]);
        }

        _said[part.Name] ??= part.Text;
        return null;
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
