namespace AdjointKit.Devices.Gpu.Fourier;

/// <summary>A part of a transform that goes over the whole array once, or over an array of its own between reading and writing.</summary>
internal abstract class FourierStep
{
    /// <summary>Whether it may write to the array that it reads.</summary>
    internal abstract bool IsInPlace { get; }

    /// <summary>Asks the device for it.</summary>
    internal abstract void Launch(in Reals x, in Reals into, long batch, in FourierEnds ends);
}
