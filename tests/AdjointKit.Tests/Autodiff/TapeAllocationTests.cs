using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

[Collection("Alone")]
public sealed class TapeAllocationTests
{
    [Fact]
    public void A_step_on_a_reset_tape_allocates_no_managed_memory() => AssertAllocatesNothing(Step);

    [Theory]
    [InlineData("choices")]
    [InlineData("thresholds")]
    [InlineData("functions")]
    [InlineData("complex numbers")]
    [InlineData("precision")]
    public void Elementwise_functions_allocate_no_managed_memory(string family)
    {
        Func<Var<float>, Var<float>, Var> program = family switch
        {
            "choices" => (x, y) => Ops.Sum(Ops.Where(x > y, Ops.Maximum(x, y), Ops.Clamp(x, 0.1, 0.6)) + Ops.Where(x >= 0.2, Ops.Maximum(y, 0.5), 1) + (1 / Ops.Minimum(0.7, x)) + Ops.Hypot(x, y) + Ops.Remainder(x, y) + Ops.Floor(y) + Ops.StopGradient(x)),
            "thresholds" => (x, y) => Ops.Sum(Ops.SoftThreshold(x, y) + Ops.Gelu(Ops.Relu(x)) + Ops.Softplus(Ops.Elu(y))),
            "functions" => (x, y) => Ops.Sum(Ops.LogGamma(x + 1) + Ops.Sinc(x) + Ops.Tan(x) + Ops.Asin(x) + Ops.Power(x, 3) + Ops.Power(x, 2.5)),
            "complex numbers" => (x, y) => Ops.Sum(Ops.Real(Ops.Polar(x, y))),
            _ => (x, y) => Ops.Sum(Ops.ToDouble(x) * Ops.ToDouble(y)),
        };
        AssertAllocatesNothing((tape, a, b, gradient) =>
        {
            tape.Reset();
            Var<float> x = tape.Input(a);
            Var loss = program(x, tape.Input(b));
            if (loss.ElementType == ElementType.Float64) tape.Backward(loss.As<double>());
            else tape.Backward(loss.As<float>());
            tape.Gradient(x, gradient);
        });
    }

    [Fact]
    public void Indexing_allocates_no_managed_memory()
    {
        using var compute = new Compute(threads: 2);
        using var tape = new Tape(compute);
        using NdArray<float> a = NdArray.Zeros<float>(300, 40);
        new CounterRandom(1).FillNormal(a);
        using NdArray<long> rows = NdArray.From<long>(3, 200, 3, 7);
        using NdArray<float> gradient = NdArray.Zeros<float>(300, 40);
        AssertNoAllocation(() => IndexingStep(tape, a, rows, gradient));
    }

    [Fact]
    public void Reductions_and_network_blocks_allocate_no_managed_memory()
    {
        using var compute = new Compute(threads: 2);
        using var tape = new Tape(compute);
        using NdArray<float> a = NdArray.Zeros<float>(30, 40);
        new CounterRandom(1).FillNormal(a);
        using NdArray<long> labels = NdArray.Zeros<long>(30);
        using NdArray<float> gradient = NdArray.Zeros<float>(30, 40);
        AssertNoAllocation(() => ReductionStep(tape, a, labels, gradient));
    }

    [Theory]
    [InlineData("determinant")]
    [InlineData("inverse")]
    [InlineData("solve")]
    [InlineData("cholesky")]
    [InlineData("eigenvalues")]
    [InlineData("norm")]
    public void Linear_algebra_allocates_no_managed_memory(string op)
    {
        Func<Var<double>, Var> program = op switch
        {
            "determinant" => x => Ops.Determinant(x),
            "inverse" => x => Ops.Sum(Ops.Inverse(x)),
            "solve" => x => Ops.Sum(Ops.Solve(x, x * x)),
            "cholesky" => x => Ops.Sum(Ops.Cholesky(x)),
            "eigenvalues" => x => Ops.Sum(Ops.Square(Ops.EigenSymmetric(x).Values)),
            _ => x => Ops.Sum(Ops.Norm(x, [1])),
        };
        using var compute = new Compute(threads: 1);
        using var tape = new Tape(compute);
        using NdArray<double> a = NdArray.Zeros<double>(8, 8);
        new CounterRandom(1).FillUniform(a);
        for (int k = 0; k < 8; k++) a[k, k] += 8;
        using NdArray<double> gradient = NdArray.Zeros<double>(8, 8);
        AssertNoAllocation(() =>
        {
            tape.Reset();
            Var<double> x = tape.Input(a);
            tape.Backward(program(x));
            tape.Gradient(x, gradient);
        });
    }

    [Fact]
    public void Transforms_convolutions_and_interpolation_allocate_no_managed_memory()
    {
        using var compute = new Compute(threads: 2);
        using var tape = new Tape(compute);
        using NdArray<float> image = NdArray.Zeros<float>(2, 3, 40, 60);
        using NdArray<float> kernel = NdArray.Zeros<float>(3, 3, 3, 3);
        using NdArray<float> gradient = NdArray.Zeros<float>(2, 3, 40, 60);
        new CounterRandom(1).FillNormal(image);
        new CounterRandom(2).FillNormal(kernel);
        AssertNoAllocation(() => WindowStep(tape, image, kernel, gradient));
    }

    [Fact]
    public void A_linearization_applied_into_an_array_allocates_no_managed_memory()
    {
        using NdArray<double> x = NdArray.Zeros<double>(300);
        new CounterRandom(1).FillNormal(x);
        using NdArray<double> forth = NdArray.Zeros<double>(300);
        using NdArray<double> back = NdArray.Zeros<double>(300);
        using Linearization<double, double> a = Linearize.Of<double, double>(v => Ops.Exp(v) * Ops.Sum(Ops.Sin(v)), x);
        AssertNoAllocation(() =>
        {
            a.Apply(x, forth);
            a.ApplyAdjoint(forth, back);
        });
    }

    private static void AssertAllocatesNothing(Action<Tape, NdArray<float>, NdArray<float>, NdArray<float>> step)
    {
        using var compute = new Compute(threads: 2);
        using var tape = new Tape(compute);
        using NdArray<float> a = NdArray.Zeros<float>(40, 1000);
        using NdArray<float> b = NdArray.Zeros<float>(1000);
        using NdArray<float> gradient = NdArray.Zeros<float>(40, 1000);
        compute.Backend.Fill(a, 0.3);
        compute.Backend.Fill(b, 0.7);
        AssertNoAllocation(() => step(tape, a, b, gradient));
    }

    private static void AssertNoAllocation(Action step)
    {
        // The first runs of a method are compiled without optimisation and may box; and the test runner allocates now and then: one quiet round of several counts.
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            for (int warm = 0; warm < 20; warm++) step();
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int run = 0; run < 10; run++) step();
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.Equal(0, allocated);
    }

    private static void Step(Tape tape, NdArray<float> a, NdArray<float> b, NdArray<float> gradient)
    {
        tape.Reset();
        Var<float> x = tape.Input(a);
        Var<float> y = tape.Input(b);
        Var<float> z = Ops.Tanh((x * y) + 1) / (Ops.Exp(x) + Ops.Square(y));
        Var<float> loss = Ops.Sum(Ops.Sin(z)) + Ops.HalfSquaredNorm(z - x) + Ops.InnerProduct(z, x) + Ops.Mean(Ops.Slice(z, 0, 3, 5));
        tape.Backward(loss);
        tape.Gradient(x, gradient);
    }

    private static void IndexingStep(Tape tape, NdArray<float> a, NdArray<long> rows, NdArray<float> gradient)
    {
        tape.Reset();
        Var<float> x = tape.Input(a);
        Var<float> part = Ops.Flip(x[1..9, (0..40, -2)], 0) * Ops.Select(x, 0, 5)[..20];
        Var<float> written = Ops.Set(part, x[0, 0] * part[0, 0], 2, 3..5);
        Var<float> joined = Ops.Stack([written, Ops.Roll(written, 1, 0)]);
        Var<float> taken = Ops.Take(x, rows) + Ops.ScatterAdd(Ops.Pad(x[..4], [(0, 0), (0, 0)], PadMode.Edge), rows, 300)[..4];
        Var<float> sorted = Ops.Sort(x[.., ..3], 0) * Ops.TopK(x[.., 3..6], 300, 0).Values;
        Var<float> summed = Ops.CumulativeSum(sorted, 0, reverse: true) + Ops.CumulativeProduct(sorted, 0);
        Var<float> loss = Ops.Sum(Ops.Square(joined)) + Ops.Sum(Ops.Square(taken)) + Ops.Sum(summed) + Ops.Trace(Ops.LowerTriangle(x[..40]));
        tape.Backward(loss);
        tape.Gradient(x, gradient);
    }

    private static void ReductionStep(Tape tape, NdArray<float> a, NdArray<long> labels, NdArray<float> gradient)
    {
        tape.Reset();
        Var<float> x = tape.Input(a);
        Var<float> normalized = Ops.LayerNorm(x, x[0], x[1]);
        Var<float> loss = Ops.CrossEntropy(normalized, labels) + Ops.Sum(Ops.Square(Ops.Softmax(normalized))) + Ops.Sum(Ops.Square(Ops.LogSoftmax(normalized))) + Ops.Product(x[0, ..8]);
        loss += Ops.Sum(Ops.Max(x, 1)) + Ops.Min(x) + Ops.Variance(x) + Ops.Sum(Ops.StandardDeviation(x, [0])) + Ops.LogSumExp(x) + Ops.Norm(x) + Ops.Norm(x, 3);
        tape.Backward(loss);
        tape.Gradient(x, gradient);
    }

    private static void WindowStep(Tape tape, NdArray<float> image, NdArray<float> kernel, NdArray<float> gradient)
    {
        tape.Reset();
        Var<float> x = tape.Input(image);
        Var<float> k = tape.Input(kernel);
        Var<float> y = Ops.Convolution2d(x, k, padding: (1, 1)) + Ops.TransposedConvolution2d(x, k, padding: (1, 1));
        Var<ComplexF> spectrum = Ops.RealFft2(y);
        Var<ComplexF> field = Ops.FourierFilter(Ops.Fft(spectrum, 1), Ops.Reshape(Ops.Slice(Ops.Slice(spectrum, 0, 0, 1), 1, 0, 1), 40, 31));
        Var<float> filtered = Ops.InverseRealFft2(Ops.FftShift(field), 60);
        Var<float> pooled = Ops.MaxPool2d(filtered, (2, 2)) + Ops.AvgPool2d(y, (2, 2));
        Var<float> positions = Ops.Reshape(Ops.Slice(Ops.Slice(Ops.Slice(x, 0, 0, 1), 1, 0, 1), 2, 0, 1), 60);
        Var<float> read = Ops.Interpolate(pooled, positions, positions * 3) + Ops.Reshape(Ops.Interpolate(Ops.Slice(pooled, 2, 0, 1), positions), 2, 3, 60);
        tape.Backward(Ops.Sum(Ops.Sin(read)) + Ops.HalfSquaredNorm(Ops.Laplacian(filtered, 4)));
        tape.Gradient(x, gradient);
    }
}
