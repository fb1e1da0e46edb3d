namespace Media.Architecture.Tests.MadeUp.Delivery;

/// <summary>A made-up module's registration: the rules let it be public.</summary>
public sealed class DeliveryModule
{
    public string Name => nameof(DeliveryModule);
}
