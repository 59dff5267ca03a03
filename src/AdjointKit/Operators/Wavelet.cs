namespace AdjointKit.Operators;

/// <summary>An orthogonal wavelet with compact support, by its scaling filter h: sum h = sqrt 2, and h is orthogonal to its shifts by even numbers.</summary>
public sealed partial class Wavelet
{
    private const int LeastSymlet = 4;

    private readonly double[] scaling;

    private Wavelet(string name, double[] scaling)
    {
        Name = name;
        this.scaling = scaling;
    }

    /// <summary>The wavelet of Haar: one vanishing moment.</summary>
    public static Wavelet Haar => new("Haar", Extremal[0]);

    /// <summary>The usual name: "Haar", "db4", "sym8".</summary>
    public string Name { get; }

    /// <summary>The taps of h: twice the number of vanishing moments.</summary>
    public ReadOnlySpan<double> Scaling => scaling;

    /// <summary>The wavelet of Daubechies of extremal phase.</summary>
    /// <param name="moments">The number of vanishing moments: 2 to 10.</param>
    public static Wavelet Daubechies(int moments)
    {
        if (moments < 2 || moments > Extremal.Length) throw new ArgumentOutOfRangeException(nameof(moments), moments, $"wavelets of Daubechies have 2 to {Extremal.Length} vanishing moments here");
        return new Wavelet($"db{moments}", Extremal[moments - 1]);
    }

    /// <summary>The least asymmetric wavelet of Daubechies.</summary>
    /// <param name="moments">The number of vanishing moments: 4 to 8.</param>
    public static Wavelet Symlet(int moments)
    {
        if (moments < LeastSymlet || moments - LeastSymlet >= NearlySymmetric.Length) throw new ArgumentOutOfRangeException(nameof(moments), moments, $"symlets have {LeastSymlet} to {LeastSymlet + NearlySymmetric.Length - 1} vanishing moments here");
        return new Wavelet($"sym{moments}", NearlySymmetric[moments - LeastSymlet]);
    }

    /// <summary>Tap k of the wavelet filter g: (-1)^k h[taps - 1 - k].</summary>
    internal double WaveletTap(int k) => k % 2 == 0 ? scaling[^(k + 1)] : -scaling[^(k + 1)];
}
