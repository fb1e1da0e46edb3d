namespace Media.Host;

/// <summary>
/// Settings whose value is a file's content: <c>Media__Access__FirstKey__File=/run/secrets/key</c> sets <c>Media:Access:FirstKey</c>.
/// So that a secret need stand in no environment and no command line.
/// </summary>
internal static class SettingFiles
{
    private const string Suffix = ":File";

    /// <summary>Reads each file that a setting names, without the ends of lines that editors put after the last.</summary>
    /// <exception cref="ArgumentException">A file can't be read, or its setting is set as well.</exception>
    public static void ReadInto(IConfigurationManager configuration)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (setting, path) in configuration.AsEnumerable())
        {
            if (path is not null && setting.StartsWith("Media:", StringComparison.OrdinalIgnoreCase) && setting.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
            {
                var target = setting[..^Suffix.Length];
                values[target] = configuration[target] is null
                    ? Content(setting, path)
                    : throw new ArgumentException($"{target} and {setting} are both set: set one of them.");
            }
        }

        configuration.AddInMemoryCollection(values);
    }

    private static string Content(string setting, string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{setting} names a file that can't be read: {why.Message}", why);
        }
    }
}
