using AdjointKit.Arrays;

namespace AdjointKit.Devices.Throughput;

/// <summary>The array operations whose speed is measured, and the copy that all are compared with.</summary>
public static class ArrayThroughput
{
    private const string Group = "ad";

    /// <summary>Elements of a large array: beyond every cache of a processor, a good part of those of a GPU many times over.</summary>
    private const nint Large = 1 << 25;

    private const nint FourierSide = 2048;
    private const nint MatrixSide = 1024;

    /// <summary>A copy of a large array: its bytes per second are the limit of all that moves memory.</summary>
    public static ThroughputCase Copy { get; } = new(Group, $"copy of {Large} floats", "GB/s", compute =>
    {
        (NdArray<float> from, NdArray<float> to) = Pair<float>(compute, Large);
        return new Work(2.0 * Large * sizeof(float), 2.0 * Large * sizeof(float), () => compute.Backend.Copy(from, to), () => Release(from, to));
    });

    /// <summary>The cases.</summary>
    public static IReadOnlyList<ThroughputCase> All { get; } =
    [
        Elementwise("exp", UnaryOp.Exp),
        Elementwise("tanh", UnaryOp.Tanh),
        new(Group, $"multiply-add of {Large} floats", "Gelements/s", compute =>
        {
            (NdArray<float> a, NdArray<float> b) = Pair<float>(compute, Large);
            return new Work(Large, 4.0 * Large * sizeof(float), () => compute.Backend.MultiplyAdd(a, b, a, b), () => Release(a, b));
        }),
        new(Group, $"sum of {Large} floats", "Gelements/s", compute =>
        {
            (NdArray<float> x, NdArray<float> sum) = (compute.Zeros<float>(Large), compute.Zeros<float>());
            return new Work(Large, 1.0 * Large * sizeof(float), () => compute.Backend.SumTo(x, sum), () => Release(x, sum));
        }),
        new(Group, $"transform of {FourierSide} x {FourierSide} complex64", "Gflop/s", compute =>
        {
            (NdArray<ComplexF> from, NdArray<ComplexF> to) = Pair<ComplexF>(compute, FourierSide, FourierSide);
            GridFourierPlan plan = compute.Backend.PlanFourier(from.Shape);
            double points = (double)FourierSide * FourierSide;
            return new Work(5 * points * Math.Log2(points), 2 * points * 8, () => plan.Forward(from, to), () => Release(from, to));
        }),
        new(Group, $"filter over {FourierSide} x {FourierSide} complex64", "Gflop/s", compute =>
        {
            (NdArray<ComplexF> field, NdArray<ComplexF> transfer) = Pair<ComplexF>(compute, FourierSide, FourierSide);
            NdArray<ComplexF> to = compute.Empty<ComplexF>(FourierSide, FourierSide);
            GridFourierPlan plan = compute.Backend.PlanFourier(field.Shape);
            double points = (double)FourierSide * FourierSide;
            return new Work((10 * points * Math.Log2(points)) + (6 * points), 3 * points * 8, () => plan.Filter(field, transfer, conjugate: false, to), () =>
            {
                Release(field, transfer);
                to.Dispose();
            });
        }),
        new(Group, $"product of {MatrixSide} x {MatrixSide} float matrices", "Gflop/s", compute =>
        {
            (NdArray<float> a, NdArray<float> b) = Pair<float>(compute, MatrixSide, MatrixSide);
            NdArray<float> into = compute.Zeros<float>(MatrixSide, MatrixSide);
            return new Work(2.0 * MatrixSide * MatrixSide * MatrixSide, 0, () => compute.Backend.MatrixMultiply(MatrixForm.Plain, a, MatrixForm.Plain, b, false, into), () =>
            {
                Release(a, b);
                into.Dispose();
            });
        }),
    ];

    private static ThroughputCase Elementwise(string name, UnaryOp op) => new(Group, $"{name} of {Large} floats", "Gelements/s", compute =>
    {
        (NdArray<float> from, NdArray<float> to) = Pair<float>(compute, Large);
        return new Work(Large, 2.0 * Large * sizeof(float), () => compute.Backend.Unary(op, from, to), () => Release(from, to));
    });

    private static (NdArray<T> First, NdArray<T> Second) Pair<T>(Compute compute, params ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        (NdArray<T> first, NdArray<T> second) = (compute.Empty<T>(lengths), compute.Empty<T>(lengths));
        compute.Backend.FillUniform(first, new CounterRandom(1));
        compute.Backend.FillUniform(second, new CounterRandom(2));
        return (first, second);
    }

    private static void Release<T>(NdArray<T> first, NdArray<T> second)
        where T : unmanaged
    {
        first.Dispose();
        second.Dispose();
    }
}
