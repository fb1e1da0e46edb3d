namespace Media.Messaging.DeadLetters;

/// <summary>Sends what was refused again, byte for byte, once there is reason to think that it will be handled.</summary>
public interface IReplay
{
    /// <summary>
    /// Sends a letter's body to the topic it came from, under the same key. Every group hears it there, those that have handled it before too:
    /// handlers can be told twice. What never left its process goes to the queue of the endpoint that refused it, in that process alone.
    /// </summary>
    /// <remarks>
    /// Nobody says that it was handled: once the bus has taken it, the letter leaves the list, and it comes back when it is refused again, with
    /// its repeats counted. A process that dies in between leaves it on the list, from where it can be replayed again.
    /// </remarks>
    /// <returns>Null where it was sent, else why it cannot be, in plain words.</returns>
    /// <exception cref="BusUnavailableException">The bus did not take it: it is still on the list.</exception>
    Task<string?> Replay(DeadLetter letter, CancellationToken stop);
}
