using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Media.Web.Access;

/// <summary>
/// An API key as its owner holds it: <c>media_{id}_{secret}</c>. The prefix lets scanners of leaked secrets know it; the id finds its document.
/// </summary>
/// <param name="Id">1 to 64 letters, digits and hyphens.</param>
/// <param name="Secret">32 to 128 letters, digits, hyphens and underscores.</param>
internal sealed partial record ApiKey(string Id, string Secret)
{
    internal const string Form = "media_{id}_{secret}, with an id of 1 to 64 letters, digits or hyphens and a secret of 32 to 128 letters, digits, hyphens or underscores";

    /// <summary>The key's text. Never goes into a log.</summary>
    internal string Text => $"media_{Id}_{Secret}";

    /// <summary>
    /// What is kept of a key, lower-case hex. A plain digest is enough: the secret is 32 random bytes, which no dictionary holds,
    /// and a slow hash would only cost each request.
    /// </summary>
    internal string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    internal static ApiKey New(string id) => new(id, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    internal static bool TryParse(string? text, [NotNullWhen(true)] out ApiKey? key)
    {
        key = text is { Length: <= 200 } && Shape().Match(text) is { Success: true } match
            ? new ApiKey(match.Groups["id"].Value, match.Groups["secret"].Value)
            : null;
        return key is not null;
    }

    /// <summary>Whether this is the key that a hash was made of; takes as long for a near miss as for a far one.</summary>
    internal bool Is(string hash) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(hash));

    // The compiler's own ToString would print the secret.
    public override string ToString() => $"media_{Id}_…";

    [GeneratedRegex(@"\Amedia_(?<id>[A-Za-z0-9-]{1,64})_(?<secret>[A-Za-z0-9_-]{32,128})\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Shape();
}
