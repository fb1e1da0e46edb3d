using Media.Testing.Hosting;

namespace Media.Messaging.Tests;

public sealed class HearingTests
{
    private readonly HandTime _time = new();
    private readonly Hearing _hearing;

    public HearingTests() => _hearing = new Hearing(_time);

    [Fact]
    public void A_module_that_hears_what_was_said_long_ago_has_heard_no_later_than_that()
    {
        Hears("a", TimeSpan.FromSeconds(1));
        Hears("a", TimeSpan.FromSeconds(30));
        Hears("a", TimeSpan.FromSeconds(2));
        Hears("b", TimeSpan.FromSeconds(3));

        Behind("a").ShouldBe(TimeSpan.FromSeconds(30));
        Behind("b").ShouldBe(TimeSpan.FromSeconds(3));
        Behind("nobody").ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Once_it_hears_what_is_new_or_nothing_any_more_it_has_heard_everything()
    {
        Hears("a", TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(6));
        Hears("a", TimeSpan.FromSeconds(1));
        Behind("a").ShouldBe(TimeSpan.FromSeconds(30), "it was behind a moment ago");
        _time.Advance(TimeSpan.FromSeconds(6));
        Behind("a").ShouldBe(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(11));
        Behind("a").ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_clock_that_is_wrong_does_not_keep_what_is_due_for_ever_or_bring_it_early()
    {
        Hears("late", TimeSpan.FromDays(1));
        Hears("early", TimeSpan.FromDays(-1));

        Behind("late").ShouldBe(TimeSpan.FromMinutes(2));
        Behind("early").ShouldBe(TimeSpan.Zero);
    }

    private void Hears(string module, TimeSpan ago) => _hearing.Hears(module, _time.GetUtcNow() - ago);

    private TimeSpan Behind(string module) => _time.GetUtcNow() - _hearing.Until(module);
}
