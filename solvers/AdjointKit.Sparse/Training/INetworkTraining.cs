using AdjointKit.Runs;

namespace AdjointKit.Sparse;

/// <summary>What moves the parameters of a network to better ones, step by step, and goes on with the same bits after it was interrupted.</summary>
public interface INetworkTraining : IRunState, IDisposable
{
    /// <summary>The number of the stage, from 0; the number of stages when all is done.</summary>
    int Stage { get; }

    /// <summary>The number of stages.</summary>
    int Stages { get; }

    /// <summary>The number of steps of all stages so far.</summary>
    long Steps { get; }

    /// <summary>The number of samples that were looked at in these steps.</summary>
    long Samples { get; }

    /// <summary>Whether all stages have ended.</summary>
    bool IsDone { get; }

    /// <summary>The best 10 log10 (sum |x_k - x|^2 / sum |x|^2), dB, of what the training looks at to tell better from worse.</summary>
    double BestNmse { get; }

    /// <summary>Takes all steps that are left.</summary>
    /// <param name="last">Ends after so many steps in all.</param>
    /// <param name="each">Is called after every step, for saving; null: nothing.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    void Run(long last = long.MaxValue, Action? each = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default);
}
