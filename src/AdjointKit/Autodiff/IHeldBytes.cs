namespace AdjointKit.Autodiff;

/// <summary>What an entry of a tape saved, and tells the bytes of.</summary>
internal interface IHeldBytes
{
    /// <summary>The bytes that it holds now.</summary>
    long HeldBytes { get; }
}
