#pragma warning disable CA1852, CA1812 // Open and unused on purpose: the rules must see it.
namespace Media.Architecture.Tests.MadeUp.Delivery;

/// <summary>Public beside the registration, open, and using a type that the tests call forbidden: three violations.</summary>
public class TakesARow
{
    internal Row? Row { get; init; }
}
