using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Nn;

/// <summary>How often a classifier takes which class for which.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] counts;

    /// <summary>Makes a matrix of zeros.</summary>
    /// <param name="classes">The number of classes.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        counts = new long[classes, classes];
    }

    /// <summary>The number of classes.</summary>
    public int Classes => counts.GetLength(0);

    /// <summary>The number of samples.</summary>
    public long Samples { get; private set; }

    /// <summary>The share of the samples whose class was found.</summary>
    public double Accuracy => (double)Enumerable.Range(0, Classes).Sum(k => counts[k, k]) / Samples;

    /// <summary>The number of samples of a class that were taken for another, or the same.</summary>
    /// <param name="truth">The class of the samples.</param>
    /// <param name="found">What they were taken for.</param>
    public long this[int truth, int found] => counts[truth, found];

    /// <summary>Adds samples: what was found is the class of the largest logit, the first of several.</summary>
    /// <param name="logits">[samples, classes], in host memory.</param>
    /// <param name="truth">The classes, [samples], in host memory.</param>
    public void Add<T>(NdArray<T> logits, NdArray<long> truth)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (logits.Rank != 2 || logits.Shape[1] != Classes || truth.Shape != new Shape(logits.Shape[0])) throw new ArgumentException($"logits of shape {logits.Shape} and labels of shape {truth.Shape} do not fit {Classes} classes", nameof(logits));
        ReadOnlySpan<T> values = logits.AsReadOnlySpan();
        ReadOnlySpan<long> labels = truth.AsReadOnlySpan();
        for (int sample = 0; sample < labels.Length; sample++)
        {
            ReadOnlySpan<T> line = values.Slice(sample * Classes, Classes);
            int best = 0;
            for (int k = 1; k < Classes; k++)
            {
                if (line[k] > line[best]) best = k;
            }

            counts[labels[sample], best]++;
            Samples++;
        }
    }
}
