namespace AdjointKit.Nn;

/// <summary>What the layers of convolutions have in common.</summary>
internal static class ConvolutionParameters
{
    internal static void Check(nint channels, nint outputs, nint groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (channels % groups != 0 || outputs % groups != 0) throw new ArgumentException($"{groups} groups do not divide {channels} channels and {outputs} outputs", nameof(groups));
    }
}
