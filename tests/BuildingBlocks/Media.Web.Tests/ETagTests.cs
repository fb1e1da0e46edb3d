using Microsoft.AspNetCore.Http;

namespace Media.Web.Tests;

public sealed class ETagTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("\"7\"", false)]
    [InlineData("\"6\", \"7\"", false)]
    [InlineData("*", false)]
    [InlineData("\"6\"", true)]
    [InlineData("W/\"7\"", true)]
    [InlineData("7", true)]
    [InlineData("", true)]
    public void If_match_lets_only_the_current_version_be_changed(string? header, bool fails)
    {
        var request = new DefaultHttpContext().Request;
        if (header is not null)
        {
            request.Headers.IfMatch = header;
        }

        request.IfMatchFails(7).ShouldBe(fails);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("\"7\"", true)]
    [InlineData("W/\"7\"", true)]
    [InlineData("*", true)]
    [InlineData("\"6\"", false)]
    [InlineData("nonsense", false)]
    public void If_none_match_spares_the_client_what_it_has(string? header, bool hits)
    {
        var request = new DefaultHttpContext().Request;
        if (header is not null)
        {
            request.Headers.IfNoneMatch = header;
        }

        request.IfNoneMatchHits(7).ShouldBe(hits);
    }
}
