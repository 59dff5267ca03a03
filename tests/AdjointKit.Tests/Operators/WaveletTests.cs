using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Operators;

public sealed class WaveletTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    public static TheoryData<string> Names => ["Haar", "db2", "db3", "db4", "db5", "db6", "db7", "db8", "db9", "db10", "sym4", "sym5", "sym6", "sym7", "sym8"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_filter_is_orthogonal_to_its_shifts_and_has_its_moments(string name)
    {
        double[] h = Make(name).Scaling.ToArray();
        Assert.Equal(Math.Sqrt(2), h.Sum(), 1e-14);
        for (int shift = 0; shift < h.Length; shift += 2) Assert.Equal(shift == 0 ? 1 : 0, h.Skip(shift).Zip(h, (a, b) => a * b).Sum(), 1e-14);
        for (int moment = 0; moment < h.Length / 2; moment++)
        {
            double scale = h.Select((tap, k) => Math.Abs(tap) * Math.Pow(k, moment)).Sum();
            Assert.Equal(0, h.Select((tap, k) => (k % 2 == 0 ? tap : -tap) * Math.Pow(k, moment)).Sum() / scale, 1e-13);
        }
    }

    /// <summary>db2 and db3 by their closed forms; the first taps of the others as published (Daubechies 1992, tables 6.1 and 6.3).</summary>
    [Fact]
    public void Filters_are_the_published_ones()
    {
        double three = Math.Sqrt(3);
        AssertStarts(Wavelet.Daubechies(2), [.. new[] { 1 + three, 3 + three, 3 - three, 1 - three }.Select(tap => tap / (4 * Math.Sqrt(2)))]);
        double ten = Math.Sqrt(10);
        double root = Math.Sqrt(5 + (2 * ten));
        double[] db3 = [1 + ten + root, 5 + ten + (3 * root), 10 - (2 * ten) + (2 * root), 10 - (2 * ten) - (2 * root), 5 + ten - (3 * root), 1 + ten - root];
        AssertStarts(Wavelet.Daubechies(3), [.. db3.Select(tap => tap / (16 * Math.Sqrt(2)))]);
        AssertStarts(Wavelet.Daubechies(4), 0.230377813309, 0.714846570553, 0.630880767930, -0.027983769417, -0.187034811719, 0.030841381836, 0.032883011667, -0.010597401785);
        AssertStarts(Wavelet.Daubechies(6), 0.111540743350, 0.494623890398, 0.751133908021, 0.315250351709, -0.226264693965);
        AssertStarts(Wavelet.Daubechies(8), 0.054415842243, 0.312871590914, 0.675630736297, 0.585354683654, -0.015829105256);
        AssertStarts(Wavelet.Daubechies(10), 0.026670057901, 0.188176800078, 0.527201188932, 0.688459039454, 0.281172343661);
        AssertStarts(Wavelet.Symlet(4), 0.032223100604042702, -0.012603967262037833, -0.099219543576847216, 0.29785779560527736, 0.80373875180591614, 0.49761866763201545, -0.02963552764599851, -0.075765714789273325);
        AssertStarts(Wavelet.Symlet(6), -0.007800708325034148, 0.0017677118642428036, 0.044724901770665779, -0.021060292512300564, -0.072637522786462516);
        AssertStarts(Wavelet.Symlet(8), 0.0018899503327594609, -0.0003029205147213668, -0.014952258337048231, 0.0038087520138906151, 0.049137179673607506);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_transform_is_unitary(string name)
    {
        foreach (Shape shape in new[] { new Shape(32), new Shape(8, 16) })
        {
            var transform = new WaveletOperator<double>(compute, shape, Make(name), 3);
            OperatorOracle.AssertMatrix(transform.H * transform, (i, k) => i == k ? 1 : 0);
            OperatorOracle.AssertMatrix(transform * transform.H, (i, k) => i == k ? 1 : 0);
        }
    }

    [Fact]
    public void A_level_is_its_sum()
    {
        double[] h = Wavelet.Daubechies(3).Scaling.ToArray();
        OperatorOracle.AssertMatrix(new WaveletOperator<double>(compute, new Shape(10), Wavelet.Daubechies(3), 1), (i, k) => Element(h, 10, i, k));
        OperatorOracle.AssertMatrix(new WaveletOperator<double>(compute, new Shape(4, 8), Wavelet.Daubechies(3), 1), (i, k) => Element(h, 4, i / 8, k / 8) * Element(h, 8, i % 8, k % 8));
    }

    [Fact]
    public void Levels_of_Haar_are_means_and_differences()
    {
        var transform = new WaveletOperator<double>(compute, new Shape(4), Wavelet.Haar, 2);
        double half = Math.Sqrt(0.5);
        double[,] expected = { { 0.5, 0.5, 0.5, 0.5 }, { 0.5, 0.5, -0.5, -0.5 }, { half, -half, 0, 0 }, { 0, 0, half, -half } };
        OperatorOracle.AssertMatrix(transform, (i, k) => expected[i, k]);
    }

    [Fact]
    public void Two_levels_of_a_plane_split_the_corner_again()
    {
        var once = new WaveletOperator<double>(compute, new Shape(8, 4), Wavelet.Daubechies(2), 1);
        var corner = new WaveletOperator<double>(compute, new Shape(4, 2), Wavelet.Daubechies(2), 1);
        var twice = new WaveletOperator<double>(compute, new Shape(8, 4), Wavelet.Daubechies(2), 2);
        NdArray<double> x = OperatorOracle.Random<double>(compute, new Shape(8, 4));
        NdArray<double> expected = once.Apply(x);
        NdArray<double> block = expected.Slice(0, 0, 4).Slice(1, 0, 2);
        compute.Backend.Copy(corner.Apply(block), block);
        NdArray<double> actual = twice.Apply(x);
        compute.Backend.AddScaled(-1, expected, actual);
        Assert.True(compute.Backend.MaxAbs(actual) < 1e-14);
    }

    [Fact]
    public void Wavelets_that_are_not_there_are_refused()
    {
        Assert.Contains("2 to 10 vanishing moments", Assert.Throws<ArgumentOutOfRangeException>(() => Wavelet.Daubechies(11)).Message, StringComparison.Ordinal);
        Assert.Contains("4 to 8 vanishing moments", Assert.Throws<ArgumentOutOfRangeException>(() => Wavelet.Symlet(3)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => compute.Dispose();

    private static Wavelet Make(string name) => name switch
    {
        "Haar" => Wavelet.Haar,
        _ when name.StartsWith("db", StringComparison.Ordinal) => Wavelet.Daubechies(int.Parse(name[2..], System.Globalization.CultureInfo.InvariantCulture)),
        _ => Wavelet.Symlet(int.Parse(name[3..], System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static void AssertStarts(Wavelet wavelet, params double[] taps)
    {
        for (int k = 0; k < taps.Length; k++) Assert.Equal(taps[k], wavelet.Scaling[k], 1e-12);
    }

    private static double Element(double[] h, int length, int i, int k)
    {
        double sum = 0;
        (int window, bool detail) = i < length / 2 ? (i, false) : (i - (length / 2), true);
        for (int tap = 0; tap < h.Length; tap++)
        {
            int place = ((2 * window) + tap - (h.Length / 2) + 1 + (4 * length)) % length;
            if (place == k) sum += detail ? (tap % 2 == 0 ? 1 : -1) * h[h.Length - 1 - tap] : h[tap];
        }

        return sum;
    }
}
