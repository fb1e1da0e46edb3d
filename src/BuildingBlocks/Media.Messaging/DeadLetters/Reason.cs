using System.Text.RegularExpressions;

namespace Media.Messaging.DeadLetters;

/// <summary>Why a message was refused, as operators read it: what was thrown and what caused it, outermost first.</summary>
internal static partial class Reason
{
    private const int Longest = 2000;

    public static string Of(Exception exception)
    {
        var causes = new List<string>();
        for (var cause = exception; cause is not null && causes.Count < 5; cause = cause.InnerException)
        {
            causes.Add($"{cause.GetType().Name}: {cause.Message}");
        }

        return WithoutSecrets(Cut(string.Join(" <- ", causes), Longest * 2));
    }

    // Messages of clients quote addresses and requests, and those may carry what only the process should know.
    private static string WithoutSecrets(string text)
    {
        text = UserInfo().Replace(text, "://…@");
        text = ApiKey().Replace(text, "media_…");
        text = Bearer().Replace(text, "${scheme} …");
        return Cut(Named().Replace(text, "${name}${is}…"), Longest);
    }

    private static string Cut(string text, int longest) =>
        text.Length <= longest ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest), "…");

    [GeneratedRegex(@"://[^/\s@]*@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex("media_[A-Za-z0-9-]+_[A-Za-z0-9_-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ApiKey();

    [GeneratedRegex(@"\b(?<scheme>bearer|basic)\s+[^\s""',;]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bearer();

    [GeneratedRegex(
        @"\b(?<name>[a-z-]{0,40}(password|secret|secretkey|accesskey|token|signature|credential))(?<is>""?\s*[=:]\s*)(""[^""]*""|'[^']*'|[^\s&;,""']+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
