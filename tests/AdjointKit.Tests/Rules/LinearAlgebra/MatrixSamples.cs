using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Rules.LinearAlgebra;

/// <summary>Matrices to factor, and how far apart two arrays are.</summary>
internal static class MatrixSamples
{
    /// <summary>Half-units of the last place of a precision.</summary>
    internal static double Rounding<T>()
        where T : unmanaged => typeof(T) == typeof(float) || typeof(T) == typeof(ComplexF) ? 6e-8 : 1.2e-16;

    internal static NdArray<T> Normal<T>(ulong seed, params ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        NdArray<T> array = NdArray.Empty<T>(new Shape(lengths));
        new CounterRandom(seed).FillNormal(array);
        return array;
    }

    internal static NdArray<T> Product<T>(Compute compute, MatrixForm formA, NdArray<T> a, MatrixForm formB, NdArray<T> b)
        where T : unmanaged
    {
        NdArray<T> product = compute.Empty<T>(MatrixShapes.ResultOf(formA, a.Shape, formB, b.Shape));
        compute.Backend.MatrixMultiply(formA, a, formB, b, accumulate: false, product);
        return product;
    }

    /// <summary>A A^H + n, positive definite.</summary>
    internal static NdArray<T> Positive<T>(Compute compute, ulong seed, params ReadOnlySpan<nint> lengths)
        where T : unmanaged, INumberBase<T>
    {
        NdArray<T> normal = Normal<T>(seed, lengths);
        NdArray<T> positive = Product(compute, MatrixForm.Plain, normal, MatrixForm.ConjugateTransposed, normal);
        AddToDiagonal(compute, positive, T.CreateChecked(normal.Shape[-1]));
        return positive;
    }

    internal static NdArray<T> Identity<T>(Compute compute, nint n)
        where T : unmanaged, INumberBase<T>
    {
        NdArray<T> identity = compute.Zeros<T>(n, n);
        AddToDiagonal(compute, identity, T.One);
        return identity;
    }

    internal static void AddToDiagonal<T>(Compute compute, NdArray<T> matrices, T value)
        where T : unmanaged, INumberBase<T>
    {
        nint n = matrices.Shape[-1];
        if (matrices.Count == 0) return;
        NdArray<T> diagonal = matrices.Reshape(matrices.Count / (n * n), n * n).Slice(1, 0, n, n + 1);
        NdArray<T> number = compute.Empty<T>(1);
        number[0] = value;
        compute.Backend.Binary(BinaryOp.Add, diagonal, number, diagonal);
    }

    /// <summary>The columns of u times numbers.</summary>
    internal static NdArray<T> Scaled<T, TReal>(Compute compute, NdArray<T> u, NdArray<TReal> s)
        where T : unmanaged
        where TReal : unmanaged
    {
        NdArray<T> factors = compute.Empty<T>(s.Shape);
        compute.Backend.Copy(s, factors);
        Span<nint> lengths = stackalloc nint[u.Rank];
        for (int axis = 0; axis < u.Rank; axis++) lengths[axis] = u.Shape[axis];
        lengths[^2] = 1;
        NdArray<T> scaled = compute.Empty<T>(u.Shape);
        compute.Backend.Binary(BinaryOp.Multiply, u, factors.Reshape(new Shape(lengths)), scaled);
        return scaled;
    }

    internal static void AssertNear<T>(Compute compute, NdArray<T> expected, NdArray<T> actual, double tolerance)
        where T : unmanaged
    {
        Assert.Equal(expected.Shape, actual.Shape);
        if (expected.Count == 0) return;
        NdArray<T> difference = compute.Empty<T>(expected.Shape);
        compute.Backend.Binary(BinaryOp.Subtract, expected, actual, difference);
        double scale = Math.Max(compute.Backend.MaxAbs(expected), 1e-300);
        double error = compute.Backend.MaxAbs(difference);
        Assert.True(error <= tolerance * scale, $"error {error} at scale {scale}, relative {error / scale}, tolerance {tolerance}");
    }

    internal static void AssertOrthonormalColumns<T>(Compute compute, NdArray<T> q, double tolerance)
        where T : unmanaged, INumberBase<T>
    {
        NdArray<T> products = Product(compute, MatrixForm.ConjugateTransposed, q, MatrixForm.Plain, q);
        if (products.Count == 0) return;
        AddToDiagonal(compute, products, -T.One);
        Assert.InRange(compute.Backend.MaxAbs(products), 0, tolerance);
    }
}
