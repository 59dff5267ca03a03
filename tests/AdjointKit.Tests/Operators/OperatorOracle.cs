using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Operators;

/// <summary>What operators are compared with: their matrices, column by column.</summary>
internal static class OperatorOracle
{
    internal static NdArray<T> Random<T>(Compute compute, Shape shape)
        where T : unmanaged
    {
        NdArray<T> x = compute.Empty<T>(shape);
        compute.Backend.FillNormal(x, new CounterRandom(7));
        return x;
    }

    /// <summary>Element (i, k): element i of what the operator makes of the k-th unit array.</summary>
    internal static T[,] Dense<T>(LinearOperator<T, T> a)
        where T : unmanaged, INumberBase<T>
    {
        var matrix = new T[a.Range.Count, a.Domain.Count];
        for (int k = 0; k < a.Domain.Count; k++)
        {
            NdArray<T> unit = a.Compute.Zeros<T>(a.Domain);
            unit.AsWritableSpan()[k] = T.One;
            ReadOnlySpan<T> column = a.Apply(unit).AsReadOnlySpan();
            for (int i = 0; i < column.Length; i++) matrix[i, k] = column[i];
        }

        return matrix;
    }

    /// <summary>The operator's matrix is that of the elements, to an absolute tolerance.</summary>
    internal static void AssertMatrix<T>(LinearOperator<T, T> a, Func<int, int, T> element, double tolerance = 1e-13)
        where T : unmanaged, INumberBase<T>
    {
        T[,] matrix = Dense(a);
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int k = 0; k < matrix.GetLength(1); k++)
            {
                double error = double.CreateChecked(T.Abs(matrix[i, k] - element(i, k)));
                Assert.True(error <= tolerance, $"element ({i}, {k}) is {matrix[i, k]}, not {element(i, k)}");
            }
        }
    }
}
