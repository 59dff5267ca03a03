using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>The phases of a hologram.</summary>
/// <param name="Phases">In [0, 2 pi), of the real type; an array on the device of the problem that the caller owns.</param>
/// <param name="Psnr">The peak ratio of signal to noise before each iteration, dB.</param>
public sealed record HologramResult(UntypedArray Phases, IReadOnlyList<double> Psnr);
