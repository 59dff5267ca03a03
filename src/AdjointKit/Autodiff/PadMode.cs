namespace AdjointKit.Autodiff;

/// <summary>What stands around an array that is padded.</summary>
public enum PadMode
{
    /// <summary>A number.</summary>
    Constant,

    /// <summary>The entry at the edge: a a | a b c | c c.</summary>
    Edge,

    /// <summary>The entries mirrored at the edge, which is not repeated: c b | a b c | b a.</summary>
    Reflect,

    /// <summary>The entries of the other end: b c | a b c | a b.</summary>
    Wrap,
}
