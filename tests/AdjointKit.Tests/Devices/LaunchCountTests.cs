using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using AdjointKit.TestKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

/// <summary>What a step of a network or of a solver does in one pass is one launch on a device: launches are what small arrays wait for there.</summary>
public sealed class LaunchCountTests
{
    /// <summary>Counts of the kernel have 21 bits: a longer line goes the way of every backend, with the same bits.</summary>
    [SkippableTheory]
    [InlineData((1 << 21) - 1, true)]
    [InlineData(1 << 21, false)]
    [InlineData(1 << 22, false)]
    public void Lines_too_long_to_be_counted_are_shrunk_all_the_same(int length, bool isCounted)
    {
        const int passing = 1_000_000;
        using Compute compute = OpenClFixture.Watched(out ObservedDriver driver);
        using NdArray<float> v = NdArray.Empty<float>(new Shape(1, length));
        new CounterRandom(1).FillNormal(v);
        using NdArray<float> there = compute.ToDevice(v);
        long before = driver.Launches;
        Assert.Equal(Shrunk(compute.Host, v), Shrunk(compute, there));

        // With the one that sets theta.
        Assert.Equal(isCounted, driver.Launches == before + 2);

        static float[] Shrunk(Compute on, NdArray<float> x)
        {
            using NdArray<float> theta = on.Zeros<float>(1, 1);
            using NdArray<float> y = on.Empty<float>(x.Shape);
            using NdArray<float> slope = on.Empty<float>(x.Shape);
            using NdArray<float> thresholdSlope = on.Empty<float>(x.Shape);
            on.Backend.Fill(theta, 0.001);
            on.Backend.SupportThreshold(x, theta, passing, y, slope, thresholdSlope);
            using NdArray<float> here = on.ToHost(y);
            return here.AsReadOnlySpan().ToArray();
        }
    }

    [SkippableFact]
    public void What_does_not_fit_is_refused_as_on_the_CPU()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        foreach (Compute on in (Compute[])[compute, compute.Host])
        {
            Backend backend = on.Backend;
            using NdArray<float> a = on.Zeros<float>(4, 4);
            using NdArray<float> into = on.Zeros<float>(4, 4);
            using NdArray<float> small = on.Zeros<float>(2, 2);
            using NdArray<float> number = on.Zeros<float>(1, 1);
            using NdArray<double> wide = on.Zeros<double>(1, 1);
            using NdArray<ComplexF> complex = on.Zeros<ComplexF>(4, 4);
            using NdArray<ComplexF> complexInto = on.Zeros<ComplexF>(4, 4);
            using NdArray<float> product = on.Zeros<float>(4, 4);
            using NdArray<float> rest = on.Zeros<float>(4, 4);
            Refused(() => backend.AddScaledProduct(a, wide, MatrixForm.Plain, a, MatrixForm.Plain, a, product, into));
            Refused(() => backend.AddScaledProduct(a, number, MatrixForm.Plain, a, MatrixForm.Plain, a, small, into));
            Refused(() => backend.ShrinkAfterDescent(a, a, 0.5, small, 0.1, 0.2, into));
            Refused(() => backend.AddWithGain(small, a, into));
            Refused(() => backend.SupportThreshold(a, number, 1, product, small, into));
            Refused(() => backend.SupportThreshold(a, wide, 1, product, rest, into));
            Refused(() => backend.SupportThreshold(a, number, 1, product, rest, complex));
            Assert.Throws<NotSupportedException>(() => backend.ShrinkAfterDescent(complex, complex, 0.5, complex, 0.1, 0.2, complexInto));
        }

        void Refused(Action run) => Assert.ThrowsAny<ArgumentException>(run);
    }

    [SkippableFact]
    public void What_is_written_may_overlap_nothing_that_is_still_read()
    {
        using Compute compute = OpenClFixture.Watched(out _);
        foreach (Compute on in (Compute[])[compute, compute.Host])
        {
            Backend backend = on.Backend;
            using NdArray<float> a = on.Zeros<float>(4, 4);
            using NdArray<float> into = on.Zeros<float>(4, 4);
            using NdArray<float> other = on.Zeros<float>(4, 4);
            using NdArray<float> number = on.Zeros<float>(1, 1);
            using NdArray<float> rows = on.Zeros<float>(5, 4);
            UntypedArray first = rows.Slice(0, 0, 4);
            UntypedArray shifted = rows.Slice(0, 1, 4);
            Refused(() => backend.AddProduct(first, 1, MatrixForm.Plain, a, MatrixForm.Plain, a, leavesOutZeros: false, shifted));
            foreach (UntypedArray same in (UntypedArray[])[first, shifted])
            {
                Refused(() => backend.AddScaledProduct(a, number, MatrixForm.Plain, a, MatrixForm.Plain, a, first, same));
                Refused(() => backend.AddScaledProduct(a, number, MatrixForm.Plain, first, MatrixForm.Plain, a, same, into));
                Refused(() => backend.AddScaledProduct(a, number, MatrixForm.Plain, a, MatrixForm.Plain, first, into, same));
                Refused(() => backend.AddScaledProduct(first, number, MatrixForm.Plain, a, MatrixForm.Plain, a, into, same));
                Refused(() => backend.AddScaledProduct(a, first, MatrixForm.Plain, a, MatrixForm.Plain, a, into, same));
                Refused(() => backend.ShrinkAfterDescent(first, a, 0.5, a, 0.1, 0.2, same));
                Refused(() => backend.ShrinkAfterDescent(a, first, 0.5, a, 0.1, 0.2, same));
                Refused(() => backend.ShrinkAfterDescent(a, a, 0.5, first, a, 0.1, 0.2, same));
                Refused(() => backend.ShrinkAfterDescent(a, a, 0.5, a, first, 0.1, 0.2, same));
                Refused(() => backend.AddWithGain(first, a, same));
                Refused(() => backend.AddWithGain(a, first, same));
                Refused(() => backend.SupportThreshold(first, number, 1, same, into, other));
                Refused(() => backend.SupportThreshold(a, number, 1, first, same, other));
                Refused(() => backend.SupportThreshold(a, number, 1, first, other, same));
            }

            Refused(() => backend.ShrinkAfterDescent(a, a, 0.5, first, 0.1, 0.2, shifted));
        }

        void Refused(Action run) => Assert.Contains("overlaps", Assert.ThrowsAny<ArgumentException>(run).Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(61, true)]
    [InlineData(62, false)]
    public void A_chain_of_more_numbers_than_a_launch_has_arguments_is_left_to_the_caller(int numbers, bool isCompiled)
    {
        using Compute compute = OpenClFixture.Watched(out _);
        using NdArray<float> x = compute.Zeros<float>(7);
        var chain = new ElementChain();
        for (int k = 0; k < numbers; k++) chain.AddWithNumber(ElementChain.Operation.Shift, 0, 1);
        Assert.Equal(isCompiled, compute.Backend.TryRun(chain, [x]));
        using NdArray<float> here = compute.ToHost(x);
        Assert.Equal(isCompiled ? numbers : 0, here[6]);
    }

    [SkippableFact]
    public void Steps_are_single_launches()
    {
        using Compute compute = OpenClFixture.Watched(out ObservedDriver driver);
        Backend backend = compute.Backend;
        using NdArray<float> a = compute.Zeros<float>(20, 30);
        using NdArray<float> b = compute.Zeros<float>(30, 40);
        using NdArray<float> x = compute.Zeros<float>(20, 40);
        using NdArray<float> y = compute.Zeros<float>(20, 40);
        using NdArray<float> z = compute.Zeros<float>(20, 40);
        using NdArray<float> into = compute.Zeros<float>(20, 40);
        using NdArray<float> number = compute.Zeros<float>(1, 1);
        using var optimizer = new Optimizer([x, b], new OptimizerOptions { Rule = new Adam { WeightDecay = 0.1 }, Average = IterateAverage.Exponential(0.7) }, compute);
        Assert.Equal(1, Launches(() => backend.SupportThreshold(x, number, 5, into, y, z)));
        Assert.Equal(1, Launches(() => backend.AddProduct(x, -1, MatrixForm.Plain, a, MatrixForm.Plain, b, leavesOutZeros: true, into)));
        Assert.Equal(1, Launches(() => backend.AddProduct(into, 1, MatrixForm.Plain, a, MatrixForm.Plain, b, leavesOutZeros: false, into)));
        (int ofProduct, int ofResult) = (y.Storage.Version, into.Storage.Version);
        Assert.Equal(1, Launches(() => backend.AddScaledProduct(x, number, MatrixForm.Plain, a, MatrixForm.Plain, b, y, into)));
        Assert.True(y.Storage.Version > ofProduct && into.Storage.Version > ofResult);
        Assert.Equal(1, Launches(() => backend.Combine(2, x, -1, y, into)));
        Assert.Equal(2, Launches(() => optimizer.Step([x, b], [y, b])));

        // With what joins their sums.
        Assert.Equal(2, Launches(() => backend.ShrinkAfterDescent(x, y, 0.5, z, 0.1, 0.2, into)));
        Assert.Equal(2, Launches(() => backend.ShrinkAfterDescent(x, y, 0.5, z, y, 0.1, 0.2, into)));
        Assert.Equal(2, Launches(() => backend.AddWithGain(x, y, into)));

        long Launches(Action run)
        {
            long before = driver.Launches;
            run();
            return driver.Launches - before;
        }
    }
}
