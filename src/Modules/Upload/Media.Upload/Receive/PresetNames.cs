using Microsoft.Extensions.Configuration;

namespace Media.Upload.Receive;

/// <summary>Names of the presets, which are settings and the same in every process: an unknown one is refused at the door.</summary>
internal sealed class PresetNames(IConfiguration configuration)
{
    public const string Default = "default";

    private readonly HashSet<string> _names =
        [Default, .. configuration.GetSection("Media:Presets").GetChildren().Select(c => c.Key)];

    public bool Has(string name) => _names.Contains(name);
}
