using System.Text;
using Media.Messaging.DeadLetters;

namespace Media.Messaging.Tests;

/// <summary>By what a dead letter is named: the same message said again has the same name, and no other has.</summary>
public sealed class EnvelopeTests
{
    private const string Type = "urn:message:A:B";

    [Fact]
    public void A_message_is_named_by_its_file_and_revision_whatever_else_it_holds()
    {
        Subject("""{"fileId":"f","revision":3,"at":"now"}""").ShouldBe(Subject("""{"fileId":"f","revision":3,"at":"then"}"""));
        Subject("""{"fileId":"f","revision":3}""").ShouldNotBe(Subject("""{"fileId":"f","revision":4}"""));
        Subject("""{"fileId":"f","revision":3}""").ShouldNotBe(Subject("""{"fileId":"g","revision":3}"""));
    }

    [Fact]
    public void What_two_workers_say_of_one_revision_is_two_messages() =>
        Subject("""{"fileId":"f","revision":3,"worker":"vision"}""").ShouldNotBe(Subject("""{"fileId":"f","revision":3,"worker":"processing"}"""));

    [Fact]
    public void Without_a_revision_the_whole_message_names_it_and_not_the_envelope_around_it()
    {
        Subject("""{"fileId":"f","attempt":1}""").ShouldNotBe(Subject("""{"fileId":"f","attempt":2}"""));
        Enveloped("1", """{"fileId":"f","attempt":1}""").ShouldBe(Enveloped("2", """{"fileId":"f","attempt":1}"""));
        Enveloped("1", """{"fileId":"f","attempt":1}""").ShouldNotBe(Enveloped("1", """{"fileId":"f","attempt":2}"""));
    }

    private static string Subject(string message) => Envelope.Read(Encoding.UTF8.GetBytes(message), Type).Subject;

    private static Envelope Enveloped(string id, string message) =>
        Envelope.Read(Encoding.UTF8.GetBytes($$"""{"messageId":"{{id}}","messageType":["{{Type}}"],"message":{{message}}}"""), type: null);
}
