using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>The conditions of a minimum of |y - A x|^2 / 2 + lambda |x|_1, on the host.</summary>
internal static class LassoOracle
{
    /// <summary>A^H (y - A x) is lambda x / |x| where x is not 0, and no larger elsewhere, in each sample with a lambda of its own.</summary>
    internal static void AssertMinimum<T>(SparseProblem<T> problem, NdArray<T> x, double tolerance, double? weight = null)
        where T : unmanaged
    {
        MatrixOperator<T> a = problem.A;
        using NdArray<T> misfit = a.Apply(x);
        a.Compute.Backend.Binary(BinaryOp.Subtract, problem.Data, misfit, misfit);
        using NdArray<T> correlation = a.ApplyAdjoint(misfit);
        using NdArray<Complex> slopes = NdArray.Empty<Complex>(a.Domain);
        using NdArray<Complex> values = NdArray.Empty<Complex>(a.Domain);
        a.Compute.Backend.Copy(correlation, slopes);
        a.Compute.Backend.Copy(x, values);
        for (int sample = 0; sample < a.Domain[0]; sample++)
        {
            double lambda = weight ?? Enumerable.Range(0, (int)a.Domain[1]).Max(k => slopes[sample, k].Magnitude);
            int nonzeros = 0;
            for (int k = 0; k < a.Domain[1]; k++)
            {
                Complex slope = slopes[sample, k];
                Complex value = values[sample, k];
                Assert.True(slope.Magnitude <= lambda * (1 + tolerance), $"element {k} of sample {sample}: {slope.Magnitude} is above {lambda}");
                if (value.Magnitude <= tolerance) continue;
                nonzeros++;
                Assert.True((slope - (lambda * value / value.Magnitude)).Magnitude <= tolerance * lambda, $"element {k} of sample {sample}, {value}: {slope} is not {lambda} times its sign");
            }

            Assert.InRange(nonzeros, 1, (int)a.Domain[1] - 1);
        }
    }
}
