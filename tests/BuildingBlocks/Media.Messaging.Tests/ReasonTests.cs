using Media.Messaging.DeadLetters;

namespace Media.Messaging.Tests;

public sealed class ReasonTests
{
    [Theory]
    [InlineData("mongodb://media:hush@10.0.0.1:27017/?tls=true is down", "mongodb://…@10.0.0.1:27017/?tls=true is down")]
    [InlineData("GET https://s3/x?X-Amz-Credential=AKIA&X-Amz-Signature=00ff failed", "GET https://s3/x?X-Amz-Credential=…&X-Amz-Signature=… failed")]
    [InlineData("Server=a;Password=hush;Port=1", "Server=a;Password=…;Port=1")]
    [InlineData("""{"secretKey": "hu sh", "name": "a"}""", """{"secretKey": …, "name": "a"}""")]
    [InlineData("Authorization: Bearer eyJhbGciOi.J9 was refused", "Authorization: Bearer … was refused")]
    [InlineData("the key media_first_0123456789abcdef0123456789abcdef is unknown", "the key media_… is unknown")]
    [InlineData("'n' is an invalid start of a value. Path: $.name | LineNumber: 0", "'n' is an invalid start of a value. Path: $.name | LineNumber: 0")]
    public void A_reason_shows_no_secret(string said, string shown) =>
        Reason.Of(new InvalidOperationException(said)).ShouldBe($"InvalidOperationException: {shown}");

    [Fact]
    public void A_reason_names_its_causes_and_is_no_longer_than_a_page()
    {
        Reason.Of(new InvalidOperationException("a", new FormatException("b"))).ShouldBe("InvalidOperationException: a <- FormatException: b");
        var longest = Reason.Of(new InvalidOperationException(string.Concat(Enumerable.Repeat("\U0001F600", 5000))));
        longest.Length.ShouldBeInRange(1990, 2001);
        longest.EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
    }
}
