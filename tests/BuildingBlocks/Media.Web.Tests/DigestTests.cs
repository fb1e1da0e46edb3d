using Microsoft.AspNetCore.Http;

namespace Media.Web.Tests;

public sealed class DigestTests
{
    private const string Hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Field = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";

    [Fact]
    public void A_digest_is_written_as_the_rfc_has_it() => Digests.Format(Hex).ShouldBe(Field);

    [Theory]
    [InlineData(Field, null, Hex)]
    [InlineData(null, Field, Hex)]
    [InlineData(Field, Field, Hex)]
    [InlineData($"md5=:AAAA:, {Field}", null, Hex)]
    [InlineData($"{Field};note=1", null, Hex)]
    [InlineData("sha-512=:AAAA:", null, null)]
    [InlineData(null, null, null)]
    public void What_is_declared_is_read(string? content, string? repr, string? hex)
    {
        Digests.Read(Headers(content, repr), out var sha256).ShouldBeNull();
        sha256.ShouldBe(hex);
    }

    [Theory]
    [InlineData("sha-256=:AAAA:", null)]
    [InlineData("sha-256=47DEQpj8HBSa", null)]
    [InlineData("sha-256=:not base64 at all, however long it may be, and then some:", null)]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    [InlineData(Field, "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:")]
    public void What_cannot_be_read_or_contradicts_is_refused(string? content, string? repr)
    {
        var refusal = Digests.Read(Headers(content, repr), out _).ShouldNotBeNull();
        refusal.ProblemDetails.Extensions["code"].ShouldBe("option_out_of_range");
    }

    private static HeaderDictionary Headers(string? content, string? repr)
    {
        var headers = new HeaderDictionary();
        if (content is not null)
        {
            headers["Content-Digest"] = content;
        }

        if (repr is not null)
        {
            headers["Repr-Digest"] = repr;
        }

        return headers;
    }
}
