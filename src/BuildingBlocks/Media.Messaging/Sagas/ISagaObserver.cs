namespace Media.Messaging.Sagas;

/// <summary>Told in this process of each saga instance right after it was written.</summary>
public interface ISagaObserver<in TInstance>
{
    void Written(TInstance instance);
}
