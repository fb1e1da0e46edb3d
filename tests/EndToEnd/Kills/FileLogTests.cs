using System.Text.Json;

namespace Media.EndToEnd.Tests.Kills;

/// <summary>Shows that the checker of the kill test can find something.</summary>
public sealed class FileLogTests
{
    private static readonly JsonElement Requested = Event("001", "waiting", "requested");
    private static readonly JsonElement Running = Event("002", "requested", "running");

    [Fact]
    public void A_chain_of_transitions_has_no_fault() => FileLog.Faults([Running, Requested]).ShouldBeEmpty();

    [Fact]
    public void A_transition_that_stands_twice_is_found() =>
        FileLog.Faults([Requested, Running, Event("003", "requested", "running")]).Count.ShouldBe(2);

    [Fact]
    public void A_missing_transition_is_found() => FileLog.Faults([Requested, Event("003", "running", "done")]).Count.ShouldBe(1);

    private static JsonElement Event(string place, string from, string to) =>
        JsonSerializer.SerializeToElement(new { fileId = "f", step = "inspect", place, from, to, generation = 1, attempt = 1 });
}
