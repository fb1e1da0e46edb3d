namespace Media.Messaging;

/// <summary>The bus is out of reach, or did not take a message in time. It may have been sent all the same.</summary>
public sealed class BusUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
