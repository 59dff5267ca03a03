using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>Measures a model over all samples of a loader, batch by batch.</summary>
public static class Evaluation
{
    /// <summary>The mean over the samples of a number that is the mean over those of a batch, such as a loss.</summary>
    /// <param name="compute">Where the model is.</param>
    /// <param name="data">The samples.</param>
    /// <param name="measure">The number of a batch, real, recorded on a tape.</param>
    public static double Mean(Compute compute, DataLoader data, Func<Tape, DataBatch, Var> measure)
    {
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(measure);
        using var tape = new Tape(compute);
        (double sum, long samples) = (0, 0);
        for (long number = 0; number < data.Batches; number++)
        {
            DataBatch batch = data.Load(0, number);
            Var value = measure(tape, batch);
            sum += compute.Backend.Dot(tape.OneLike(value).Value, value.Value).Real * batch.Count;
            samples += batch.Count;
            tape.Reset();
        }

        return sum / samples;
    }

    /// <summary>How often a classifier takes which class for which.</summary>
    /// <param name="compute">Where the model is.</param>
    /// <param name="data">The samples.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="classify">The logits of a batch, [samples, classes], recorded on a tape.</param>
    /// <param name="labels">The number of the array of labels in the loader, of 64-bit integers.</param>
    public static ConfusionMatrix Confusion<T>(Compute compute, DataLoader data, int classes, Func<Tape, DataBatch, Var<T>> classify, int labels = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(classify);
        var matrix = new ConfusionMatrix(classes);
        using var tape = new Tape(compute);
        for (long number = 0; number < data.Batches; number++)
        {
            DataBatch batch = data.Load(0, number);
            using NdArray<T> logits = compute.ToHost(classify(tape, batch).Value);
            using NdArray<long> truth = compute.ToHost(batch.Get<long>(labels));
            matrix.Add(logits, truth);
            tape.Reset();
        }

        return matrix;
    }
}
