namespace AdjointKit.Nn;

/// <summary>What a training has come to after an epoch.</summary>
/// <param name="Epoch">The number of the epoch, from 0.</param>
/// <param name="Loss">The mean of the loss over the samples of the epoch, each as it was before its step.</param>
/// <param name="Metrics">What was measured after the epoch.</param>
public sealed record EpochResult(int Epoch, double Loss, IReadOnlyList<double> Metrics);
