using System.Collections.Concurrent;

namespace Media.Documents.Tests;

/// <summary>What every engine of the documents port does. An engine's tests derive from this.</summary>
public abstract class DocumentsSuite : IAsyncLifetime
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected IDocuments<Sample> Documents { get; private set; } = null!;

    protected abstract Task<IDocuments<Sample>> Open();

    /// <summary>Closes the store and opens it again on what is there.</summary>
    protected abstract Task<IDocuments<Sample>> Reopen();

    protected abstract ValueTask Close();

    public async ValueTask InitializeAsync() => Documents = await Open();

    public async ValueTask DisposeAsync()
    {
        await Close();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_inserted_is_read_back_with_version_1()
    {
        var at = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.FromHours(2)).AddTicks(1234);
        var sample = new Sample { Id = "a", Text = "ünï'\"\\ ☃ \U0001F600", Rank = long.MaxValue, DueAt = at, On = true };
        (await Documents.Insert(sample, Stop)).ShouldBe(Write.Written);
        sample.Version.ShouldBe(1);
        var read = (await Documents.Get("a", Stop))!;
        (read.Version, read.Text, read.Rank, read.DueAt, read.On).ShouldBe((1, sample.Text, long.MaxValue, at, true));
        (await Documents.Get("b", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task An_id_is_taken_once_even_when_many_race_for_it()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => Documents.Insert(new Sample { Id = "same", Rank = i }, Stop))));
        outcomes.Count(o => o == Write.Written).ShouldBe(1);
        outcomes.Count(o => o == Write.Taken).ShouldBe(31);
    }

    [Fact]
    public async Task A_unique_key_is_taken_once_by_insert_or_replace_and_null_is_no_key()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Documents.Insert(new Sample { Id = $"i{i}", Tag = "t" }, Stop))));
        outcomes.Count(o => o == Write.Written).ShouldBe(1);
        (await Documents.Insert(new Sample { Id = "x" }, Stop)).ShouldBe(Write.Written);
        (await Documents.Insert(new Sample { Id = "y" }, Stop)).ShouldBe(Write.Written);
        var y = (await Documents.Get("y", Stop))!;
        y.Tag = "t";
        (await Documents.Replace(y, Stop)).ShouldBe(Write.Taken);
        y.Version.ShouldBe(1);
        (await Documents.Get("y", Stop))!.Tag.ShouldBeNull();
        y.Group = "another";
        (await Documents.Replace(y, Stop)).ShouldBe(Write.Written);
    }

    [Fact]
    public async Task Eight_writers_of_one_document_lose_no_update()
    {
        await Documents.Insert(new Sample { Id = "n" }, Stop);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 25;)
            {
                var sample = (await Documents.Get("n", Stop))!;
                sample.Bytes++;
                done += await Documents.Replace(sample, Stop) == Write.Written ? 1 : 0;
            }
        })));
        var last = (await Documents.Get("n", Stop))!;
        (last.Bytes, last.Version).ShouldBe((200, 201));
    }

    [Fact]
    public async Task A_replacement_of_another_version_or_of_nothing_writes_nothing()
    {
        var sample = new Sample { Id = "v" };
        (await Documents.Replace(sample, Stop)).ShouldBe(Write.Changed);
        await Documents.Insert(sample, Stop);
        var stale = (await Documents.Get("v", Stop))!;
        sample.Text = "new";
        (await Documents.Replace(sample, Stop)).ShouldBe(Write.Written);
        stale.Text = "old";
        (await Documents.Replace(stale, Stop)).ShouldBe(Write.Changed);
        stale.Version.ShouldBe(1);
        (await Documents.Delete("v", 1, Stop)).ShouldBeFalse();
        (await Documents.Get("v", Stop))!.Text.ShouldBe("new");
        (await Documents.Delete("v", 2, Stop)).ShouldBeTrue();
        (await Documents.Delete("v", 2, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_increment_stays_within_its_bounds_whoever_races()
    {
        await Documents.Insert(new Sample { Id = "q" }, Stop);
        var sums = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => Documents.Increment("q", s => s.Bytes, 3, 0, 100, Stop))));
        sums.Count(s => s is not null).ShouldBe(33);
        sums.OfType<long>().Order().ShouldBe(Enumerable.Range(1, 33).Select(i => i * 3L));
        (await Documents.Increment("q", s => s.Bytes, -100, 0, 100, Stop)).ShouldBeNull();
        (await Documents.Increment("nobody", s => s.Bytes, 1, 0, 100, Stop)).ShouldBeNull();
        (await Documents.Increment("q", s => s.Bytes, 1, long.MinValue, 100, Stop)).ShouldBe(100);
        (await Documents.Increment("q", s => s.Bytes, -1, 0, long.MaxValue, Stop)).ShouldBe(99);
        var q = (await Documents.Get("q", Stop))!;
        (q.Bytes, q.Version).ShouldBe((99, 36));
        (await Documents.Replace(q, Stop)).ShouldBe(Write.Written);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_miss_and_double_nothing_that_stayed_while_documents_come_and_go(bool descending)
    {
        // Many of one rank: ties are ordered by id, and pages end within them.
        for (var i = 0; i < 200; i++)
        {
            await Documents.Insert(new Sample { Id = $"stay{i:D3}", Rank = i / 20 }, Stop);
            await Documents.Insert(new Sample { Id = $"go{i:D3}", Rank = i / 20 }, Stop);
        }

        var seen = new List<string>();
        string? after = null;
        var page = 0;
        do
        {
            var found = await Documents.Query(Sample.ByGroup.Where("g") with { Limit = 7, After = after, Descending = descending }, Stop);
            found.Items.Count.ShouldBeLessThanOrEqualTo(7);
            seen.AddRange(found.Items.Select(s => s.Id));
            after = found.Next;
            await Documents.Insert(new Sample { Id = $"new{page:D3}", Rank = page % 10 }, Stop);
            await Documents.Delete($"go{page * 3 % 200:D3}", 1, Stop);
            page++;
        }
        while (after is not null);

        seen.ShouldBe(seen.Distinct());
        seen.Count(id => id.StartsWith("stay", StringComparison.Ordinal)).ShouldBe(200);
    }

    [Fact]
    public async Task A_cursor_of_another_query_or_of_nothing_is_refused()
    {
        for (var i = 0; i < 3; i++)
        {
            await Documents.Insert(new Sample { Id = $"c{i}", Rank = i }, Stop);
        }

        var next = (await Documents.Query(Sample.ByGroup.Where("g") with { Limit = 1 }, Stop)).Next!;
        next.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_');
        foreach (var wrong in new[]
        {
            Sample.ByGroup.Where("g") with { Limit = 1, After = next, Descending = true },
            Sample.ByGroup.Where("other") with { After = next },
            Sample.ByGroup.Where("g") with { After = "nonsense" },
            Sample.ByGroup.Where("g") with { After = "bnVsbA" },
            Sample.ByGroup.Where("g") with { After = "" },
        })
        {
            await Should.ThrowAsync<ArgumentException>(() => Documents.Query(wrong, Stop));
        }
    }

    [Fact]
    public async Task Ranges_and_counts_hold_their_bounds_and_leave_out_what_has_no_value()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 20; i++)
        {
            await Documents.Insert(new Sample { Id = $"r{i:D2}", Rank = i, DueAt = start.AddMilliseconds(i), Group = i % 2 == 0 ? "even" : "odd" }, Stop);
            await Documents.Insert(new Sample { Id = $"none{i:D2}", Group = "even" }, Stop);
        }

        var due = await Documents.Query(Sample.Due.Where() with { To = start.AddMilliseconds(4).ToOffset(TimeSpan.FromHours(5)) }, Stop);
        due.Items.Select(s => s.Id).ShouldBe(["r00", "r01", "r02", "r03", "r04"]);
        var ranks = await Documents.Query(Sample.ByGroup.Where("even") with { From = 4, To = 8, Descending = true }, Stop);
        ranks.Items.Select(s => s.Rank).ShouldBe([8, 6, 4]);
        (await Documents.Count(Sample.ByGroup.Where("even"), Stop)).ShouldBe(10);
        (await Documents.Count(Sample.ByGroupAlone.Where("even"), Stop)).ShouldBe(30);
        (await Documents.Count(Sample.ByGroup.Where("even", 4), Stop)).ShouldBe(1);
        (await Documents.Query(Sample.ByGroupAlone.Where("even") with { Limit = 500 }, Stop)).Items.Select(s => s.Id).ShouldBeInOrder();
    }

    [Fact]
    public async Task Odd_text_is_kept_to_the_letter_and_what_cannot_be_an_id_is_refused()
    {
        foreach (var odd in new[] { "it's", "\"", "a\\b", "%_", "名前", "$.x", "null", "--", "; drop table samples" })
        {
            (await Documents.Insert(new Sample { Id = odd, Group = odd, Rank = 1, Tag = odd }, Stop)).ShouldBe(Write.Written);
            (await Documents.Get(odd, Stop))!.Group.ShouldBe(odd);
            (await Documents.Query(Sample.ByGroup.Where(odd), Stop)).Items.Single().Id.ShouldBe(odd);
        }

        foreach (var wrong in new[] { "", "a\0b", "line\nbreak", new string('x', 201) })
        {
            await Should.ThrowAsync<ArgumentException>(() => Documents.Insert(new Sample { Id = wrong }, Stop));
        }
    }

    [Fact]
    public async Task Names_that_mean_something_to_a_store_are_kept_as_members()
    {
        var marks = new Dictionary<string, double> { ["a.b"] = 0.1, ["$set"] = 1e300, ["_id"] = 2, [""] = -1.5, ["ü"] = 1.0 };
        await Documents.Insert(new Sample { Id = "m", Marks = marks }, Stop);
        var read = (await Documents.Get("m", Stop))!;
        read.Marks.ShouldBe(marks);
        read.Marks["a.b"] = 3;
        (await Documents.Replace(read, Stop)).ShouldBe(Write.Written);
        (await Documents.Get("m", Stop))!.Marks["a.b"].ShouldBe(3);
    }

    [Fact]
    public async Task A_document_of_a_megabyte_is_kept()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789abcdef", 65536));
        await Documents.Insert(new Sample { Id = "big", Text = text }, Stop);
        (await Documents.Get("big", Stop))!.Text.ShouldBe(text);
    }

    [Fact]
    public async Task What_was_answered_as_written_is_there_after_opening_again()
    {
        var ids = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            await Documents.Insert(new Sample { Id = $"k{i}", Rank = i }, Stop);
            ids.Add($"k{i}");
        })));
        var again = await Reopen();
        foreach (var id in ids)
        {
            (await again.Get(id, Stop)).ShouldNotBeNull();
        }

        (await again.Query(Sample.ByGroup.Where("g") with { Limit = 500 }, Stop)).Items.Count.ShouldBe(50);
    }

    [Fact]
    public async Task A_call_that_was_cancelled_before_it_began_writes_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Documents.Insert(new Sample { Id = "never" }, cancelled.Token));
        (await Documents.Get("never", Stop)).ShouldBeNull();
    }
}
