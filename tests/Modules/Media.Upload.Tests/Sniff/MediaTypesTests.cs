using Media.Upload.Sniff;

namespace Media.Upload.Tests.Sniff;

public sealed class MediaTypesTests
{
    [Theory]
    [InlineData("cat.JPG", "image/jpeg")]
    [InlineData("a.b.webp", "image/webp")]
    [InlineData(".png", "image/png")]
    [InlineData("song.opus", "audio/ogg")]
    [InlineData("notes.txt", null)]
    [InlineData("jpg", null)]
    [InlineData("", null)]
    [InlineData("cat.jpg.", null)]
    public void A_names_ending_claims_a_type(string name, string? claimed) => MediaTypes.ClaimedBy(name).ShouldBe(claimed);

    [Fact]
    public void Program_text_is_not_taken_for_a_transport_stream() => MediaTypes.ClaimedBy("main.ts").ShouldBeNull();

    [Theory]
    [InlineData("image/jpeg", "text/html")]
    [InlineData("image/jpeg", "application/octet-stream")]
    [InlineData("image/png", "image/svg+xml")]
    [InlineData("image/svg+xml", "image/png")]
    [InlineData("image/svg+xml", "text/html")]
    [InlineData("video/mp4", "text/plain")]
    [InlineData("audio/mpeg", "image/jpeg")]
    public void Another_kind_of_content_contradicts_a_claim(string claimed, string content) => MediaTypes.Contradicts(claimed, content).ShouldBeTrue();

    [Theory]
    [InlineData("image/jpeg", "image/png")]
    [InlineData("audio/mp4", "video/mp4")]
    [InlineData("video/webm", "video/x-matroska")]
    [InlineData("application/pdf", "image/png")]
    [InlineData("text/plain", "image/svg+xml")]
    [InlineData("nonsense", "image/png")]
    public void What_tells_no_other_kind_does_not(string claimed, string content) => MediaTypes.Contradicts(claimed, content).ShouldBeFalse();

    [Theory]
    [InlineData("image/x-icon")]
    [InlineData("audio/midi")]
    [InlineData("image/x-canon-cr3")]
    public void A_type_that_first_bytes_cannot_tell_is_not_contradicted_by_bytes_that_tell_nothing(string claimed)
    {
        MediaTypes.Contradicts(claimed, "application/octet-stream").ShouldBeFalse();
        MediaTypes.Contradicts(claimed, "text/html").ShouldBeTrue();
    }
}
