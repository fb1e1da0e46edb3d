using System.Net;
using Media.Delivery.Contracts;
using Media.Delivery.Publish;
using Media.Delivery.Tests.Sample;
using Media.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Delivery.Tests.Publish;

public sealed class PublicationTests(DeliveryHost host)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_publication_is_kept_and_answered_and_answered_again_when_it_comes_twice()
    {
        var file = await SampleFile.Store(host);

        (await host.Publish(file.Said)).ShouldBe(new FilePublished(file.Id, "default", 1));
        (await host.Publish(file.Said)).ShouldBe(new FilePublished(file.Id, "default", 1));

        (await Document(file))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_lower_revision_is_dropped_and_answered_with_the_highest()
    {
        var file = await SampleFile.Store(host);
        await host.Publish(file.Said with { Revision = 5, Name = "five" });

        (await host.Publish(file.Said with { Revision = 4, Name = "four" })).Revision.ShouldBe(5);

        (await Document(file))!.Original!.Name.ShouldBe("five");
        (await host.Publish(file.Said with { Revision = 6, Name = "six" })).Revision.ShouldBe(6);
        (await Document(file))!.Original!.Name.ShouldBe("six");
    }

    [Fact]
    public async Task Of_many_at_once_in_any_order_the_highest_stays_and_each_is_answered()
    {
        var file = await SampleFile.Store(host);
        int[] revisions = [.. Enumerable.Range(1, 40)];
        Random.Shared.Shuffle(revisions);

        await Task.WhenAll(revisions.Select(r => host.Emit(file.Said with { Revision = r, Name = $"{r}" }, Stop)));

        await Wait.Until(() => host.Answers(file.Id).Count == 40);
        (await Document(file))!.Original!.Name.ShouldBe("40");
        host.Answers(file.Id).Max(a => a.Revision).ShouldBe(40);
    }

    [Fact]
    public async Task What_is_withdrawn_is_served_no_more_and_its_tombstone_answers_and_refuses_the_rest()
    {
        var file = await SampleFile.Publish(host);

        (await host.Withdraw(file.Id, 2)).Revision.ShouldBe(2);
        (await host.Withdraw(file.Id, 2)).Revision.ShouldBe(2);
        (await host.Withdraw(file.Id, 1)).Revision.ShouldBe(2);
        (await host.Publish(file.Said with { Revision = 1 })).Revision.ShouldBe(2);
        (await host.Publish(file.Said with { Revision = 9 })).Revision.ShouldBeGreaterThanOrEqualTo(9);

        using var answer = await host.Client.GetAsync($"{file.Address}/content", Stop);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        var tombstone = (await Document(file))!;
        tombstone.Original.ShouldBeNull();
        tombstone.DueAt!.Value.ShouldBe(DateTimeOffset.UtcNow.AddDays(30), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_withdrawal_of_a_lower_revision_than_is_published_withdraws_all_the_same()
    {
        var file = await SampleFile.Store(host);
        await host.Publish(file.Said with { Revision = 7 });

        (await host.Withdraw(file.Id, 3)).Revision.ShouldBe(7);

        (await Document(file))!.Original.ShouldBeNull();
    }

    [Fact]
    public async Task A_withdrawal_that_comes_before_its_publication_keeps_it_out()
    {
        var file = await SampleFile.Store(host);

        (await host.Withdraw(file.Id, 2)).Revision.ShouldBe(2);
        (await host.Publish(file.Said)).Revision.ShouldBeGreaterThanOrEqualTo(1);

        (await Document(file))!.Original.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_in_the_trash_is_not_found_until_it_comes_back()
    {
        var file = await SampleFile.Publish(host);

        await host.Publish(file.Said with { Revision = 2, Trashed = true });
        foreach (var address in new[] { "content", "renditions", "renditions/thumb.jpg", "detections" })
        {
            using var trashed = await host.Client.GetAsync($"{file.Address}/{address}", Stop);
            await trashed.ShouldBeProblem(HttpStatusCode.NotFound, "file_not_found");
        }

        await host.Publish(file.Said with { Revision = 3 });
        using var back = await host.Client.GetAsync($"{file.Address}/content", Stop);
        back.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_asks_for_what_was_just_written_waits_for_the_news_of_it()
    {
        var file = await SampleFile.Store(host);
        var asked = host.Client.GetAsync($"{file.Address}/content", Stop);
        await Task.Yield();
        asked.IsCompleted.ShouldBeFalse();

        await host.Publish(file.Said);

        using var answer = await asked;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Bytes()).ShouldBe(file.Bytes);
    }

    [Fact]
    public async Task Tombstones_go_when_their_time_has_come()
    {
        var id = Guid.CreateVersion7().ToString();
        var early = Guid.CreateVersion7().ToString();
        await host.Publications.Insert(
            new Publication { Id = early, Tenant = "default", Revision = 3, DueAt = DateTimeOffset.UtcNow.AddHours(1) }, Stop);
        await host.Publications.Insert(
            new Publication { Id = id, Tenant = "default", Revision = 3, DueAt = DateTimeOffset.UtcNow.AddSeconds(-1) }, Stop);

        await Wait.Until(async () => await host.Publications.Get(id, Stop) is null);
        (await host.Publications.Get(early, Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_cached_of_a_file_goes_with_its_next_publication()
    {
        var file = await SampleFile.Store(host);
        var cache = host.Services.GetRequiredService<Media.Caching.ICache>();
        string[] tags = [Publications.TagOf(file.Id.ToString())];
        await cache.GetOrCreate("cached", _ => Task.FromResult("old"), TimeSpan.FromHours(1), tags, Stop);

        await host.Publish(file.Said);

        (await cache.GetOrCreate("cached", _ => Task.FromResult("new"), TimeSpan.FromHours(1), tags, Stop)).ShouldBe("new");
    }

    private Task<Publication?> Document(SampleFile file) => host.Publications.Get(file.Id.ToString(), Stop);
}
