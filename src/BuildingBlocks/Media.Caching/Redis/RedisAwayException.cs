namespace Media.Caching.Redis;

/// <summary>Redis did not answer, or not as it should; the session in which it was asked has ended.</summary>
internal sealed class RedisAwayException(string why, Exception? inner = null) : Exception(why, inner);
