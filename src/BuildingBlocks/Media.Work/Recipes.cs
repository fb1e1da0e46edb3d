using System.Security.Cryptography;
using System.Text;

namespace Media.Work;

/// <summary>Names for what is made: the same recipe makes the same bytes, so that work done twice is the same work.</summary>
public static class Recipes
{
    /// <param name="step">The step's name leads, so that a person who looks into the store can tell.</param>
    /// <param name="parts">All that decides on the bytes: options, decoder, pipeline version.</param>
    public static string Of(string step, params string[] parts) =>
        $"{step}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..20]}";
}
