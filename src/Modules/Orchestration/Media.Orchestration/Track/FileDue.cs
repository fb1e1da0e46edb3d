namespace Media.Orchestration.Track;

/// <summary>A file needs a look: something owed is to be said again, a lease may have run out, a wait is over.</summary>
/// <param name="VoidBefore">Set once, at the start of the only process: commands and leases from before then have nobody any more.</param>
internal sealed record FileDue(Guid FileId, DateTimeOffset? VoidBefore);
