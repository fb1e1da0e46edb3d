namespace Media.Documents.Tests;

public sealed class OwedMessagesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SayAgain Again = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(30));

    [Fact]
    public void What_is_owed_is_said_at_once_and_again_at_doubling_waits_up_to_the_longest()
    {
        var owes = new OwedMessages();
        owes.Owe("told", 1, Now);
        var at = Now;
        foreach (var wait in new[] { 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800 })
        {
            owes.DueAt.ShouldBe(at);
            owes.Say(at - TimeSpan.FromMilliseconds(1), at - TimeSpan.FromMilliseconds(1), Again).ShouldBeEmpty();
            owes.Say(at, at, Again).ShouldBe(["told"]);
            at += TimeSpan.FromSeconds(wait);
        }
    }

    [Fact]
    public void What_was_said_is_not_said_again_while_its_answer_may_be_unread()
    {
        var owes = new OwedMessages();
        owes.Owe("told", 1, Now);
        owes.Say(Now, Now - TimeSpan.FromHours(1), Again).ShouldBe(["told"]);
        var later = Now.AddMinutes(1);
        owes.Say(later, Now.AddSeconds(9), Again).ShouldBeEmpty();
        owes.Say(later, Now.AddSeconds(10), Again).ShouldBe(["told"]);
    }

    [Fact]
    public void An_answer_clears_its_slot_unless_it_names_a_lower_revision()
    {
        var owes = new OwedMessages();
        owes.Owe("told", 3, Now);
        owes.Answered("told", 2).ShouldBeFalse();
        owes.Answered("other", 9).ShouldBeFalse();
        owes.DueAt.ShouldNotBeNull();
        owes.Answered("told", 3).ShouldBeTrue();
        owes.DueAt.ShouldBeNull();
    }

    [Fact]
    public void A_newer_message_takes_its_slot_and_is_due_at_once()
    {
        var owes = new OwedMessages();
        owes.Owe("told", 1, Now);
        owes.Say(Now, Now, Again);
        owes.Owe("told", 2, Now.AddSeconds(1));
        owes.Say(Now.AddSeconds(1), Now, Again).ShouldBe(["told"]);
        owes.Slots["told"].Said.ShouldBe(1);
    }

    [Fact]
    public void Waits_never_overflow() => Again.After(int.MaxValue).ShouldBe(TimeSpan.FromMinutes(30));
}
