using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using static Media.Web.Problems;

namespace Media.Web;

/// <summary>The digests of RFC 9530, of which SHA-256 is spoken here: <c>Repr-Digest: sha-256=:…:</c>.</summary>
public static class Digests
{
    /// <summary>A digest as <c>Repr-Digest</c> and <c>Content-Digest</c> carry it.</summary>
    /// <param name="sha256">Hex.</param>
    public static string Format(string sha256) => $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(sha256))}:";

    /// <summary>
    /// What the client declares of its body in <c>Content-Digest</c> or <c>Repr-Digest</c>, which mean the same where no content coding is used.
    /// Algorithms other than sha-256 are passed over, as the RFC asks.
    /// </summary>
    /// <param name="sha256">Lower-case hex; null where none is declared.</param>
    /// <returns>The refusal of headers that cannot be read or contradict one another, or null.</returns>
    public static ProblemHttpResult? Read(IHeaderDictionary headers, out string? sha256)
    {
        sha256 = null;
        foreach (var name in (string[])["Content-Digest", "Repr-Digest"])
        {
            foreach (var member in headers[name].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries)))
            {
                if (!TryRead(member, out var found))
                {
                    return Refuse(name, "must be of the form sha-256=:base64 of 32 bytes:");
                }

                if (found is not null && sha256 is not null && !found.Equals(sha256, StringComparison.Ordinal))
                {
                    return Refuse(name, "contradicts another digest of this request");
                }

                sha256 ??= found;
            }
        }

        return null;
    }

    private static ProblemHttpResult Refuse(string header, string fault) =>
        Problem(ProblemCode.OptionOutOfRange, $"{header} {fault}.", [new ProblemError(header, fault)]);

    /// <summary>One member of the structured field's dictionary: <c>algorithm=:base64:</c>, parameters after a semicolon.</summary>
    private static bool TryRead(string member, out string? sha256)
    {
        sha256 = null;
        var equals = member.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            return false;
        }

        if (!member.StartsWith("sha-256=", StringComparison.Ordinal))
        {
            return true;
        }

        var value = member[(equals + 1)..].Split(';', 2)[0].Trim();
        var bytes = new byte[32];
        if (value.Length < 2 || value[0] != ':' || value[^1] != ':' || !Convert.TryFromBase64String(value[1..^1], bytes, out var length) || length != bytes.Length)
        {
            return false;
        }

        sha256 = Convert.ToHexStringLower(bytes);
        return true;
    }
}
