using System.Numerics;

namespace AdjointKit.Tests.Optimization;

/// <summary>A sum of squares to be made smallest.</summary>
/// <param name="Name">The name in the paper.</param>
/// <param name="Start">The first iterate.</param>
/// <param name="Minima">The minima that the paper lists, to the digits that a second program finds; the paper has six of them.</param>
/// <param name="Residuals">The functions whose squares are added.</param>
internal sealed record LeastSquaresProblem<T>(string Name, double[] Start, double[] Minima, Func<T[], T[]> Residuals);

/// <summary>The test functions of More, Garbow and Hillstrom (ACM Trans. Math. Softw. 7, 1981), in the paper's order and with its starting points, over any kind of number.</summary>
internal static class MoreGarbowHillstrom<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private static readonly double[] BardY = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39];

    private static readonly double[] GaussianY = [0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989, 0.3521, 0.2420, 0.1295, 0.0540, 0.0175, 0.0044, 0.0009];

    private static readonly double[] MeyerY = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872];

    private static readonly double[] KowalikY = [0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246];

    private static readonly double[] KowalikU = [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];

    private static readonly double[] OsborneOneY =
    [
        0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490, 0.478, 0.467, 0.457, 0.448,
        0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406,
    ];

    private static readonly double[] OsborneTwoY =
    [
        1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608, 0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661,
        0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559,
        0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098, 0.054,
    ];

    internal static readonly LeastSquaresProblem<T>[] All =
    [
        new("Rosenbrock", [-1.2, 1], [0], x => [C(10) * (x[1] - (x[0] * x[0])), C(1) - x[0]]),
        new("Freudenstein and Roth", [0.5, -2], [0, 48.98425367924], x => [C(-13) + x[0] + ((((C(5) - x[1]) * x[1]) - C(2)) * x[1]), C(-29) + x[0] + ((((x[1] + C(1)) * x[1]) - C(14)) * x[1])]),
        new("Powell badly scaled", [0, 1], [0], x => [(C(1e4) * x[0] * x[1]) - C(1), T.Exp(-x[0]) + T.Exp(-x[1]) - C(1.0001)]),
        new("Brown badly scaled", [1, 1], [0], x => [x[0] - C(1e6), x[1] - C(2e-6), (x[0] * x[1]) - C(2)]),
        new("Beale", [1, 1], [0], x => [C(1.5) - (x[0] * (C(1) - x[1])), C(2.25) - (x[0] * (C(1) - (x[1] * x[1]))), C(2.625) - (x[0] * (C(1) - (x[1] * x[1] * x[1])))]),
        new("Jennrich and Sampson", [0.3, 0.4], [124.3621823556148], x => Each(10, i => C(2 + (2 * i)) - (T.Exp(C(i) * x[0]) + T.Exp(C(i) * x[1])))),
        new("Helical valley", [-1, 0, 0], [0], x => [C(10) * (x[2] - (C(10) * Turn(x[0], x[1]))), C(10) * (T.Sqrt((x[0] * x[0]) + (x[1] * x[1])) - C(1)), x[2]]),
        new("Bard", [1, 1, 1], [8.214877306578976e-3, 17.4286], x => Each(15, i => C(BardY[i - 1]) - (x[0] + (C(i) / ((C(16 - i) * x[1]) + (C(Math.Min(i, 16 - i)) * x[2])))))),
        new("Gaussian", [0.4, 1, 0], [1.127932769618815e-8], x => Each(15, i => (x[0] * T.Exp(C(-0.5) * x[1] * Square(C((8 - i) / 2.0) - x[2]))) - C(GaussianY[i - 1]))),
        new("Meyer", [0.02, 4000, 250], [87.945855170635], x => Each(16, i => (x[0] * T.Exp(x[1] / (C(45 + (5 * i)) + x[2]))) - C(MeyerY[i - 1]))),
        new("Gulf research and development", [5, 2.5, 0.15], [0], x => Each(10, i => T.Exp(-T.Pow(T.Abs(C(25 + Math.Pow(-50 * Math.Log(i / 100.0), 2.0 / 3)) - x[1]), x[2]) / x[0]) - C(i / 100.0))),
        new("Box three-dimensional", [0, 10, 20], [0], x => Each(10, i => T.Exp(C(-0.1 * i) * x[0]) - T.Exp(C(-0.1 * i) * x[1]) - (x[2] * C(Math.Exp(-0.1 * i) - Math.Exp(-i))))),
        new("Powell singular", [3, -1, 0, 1], [0], PowellSingular),
        new("Wood", [-3, -1, -3, -1], [0], x => [
            C(10) * (x[1] - (x[0] * x[0])), C(1) - x[0], C(Math.Sqrt(90)) * (x[3] - (x[2] * x[2])), C(1) - x[2], C(Math.Sqrt(10)) * (x[1] + x[3] - C(2)), C(1 / Math.Sqrt(10)) * (x[1] - x[3])]),
        new("Kowalik and Osborne", [0.25, 0.39, 0.415, 0.39], [3.075056038492371e-4, 1.02734e-3], x => Each(11, i => {
            double u = KowalikU[i - 1];
            return C(KowalikY[i - 1]) - (x[0] * (C(u * u) + (C(u) * x[1])) / (C(u * u) + (C(u) * x[2]) + x[3]));
        })),
        new("Brown and Dennis", [25, 5, -5, -1], [85822.20162635633], x => Each(20, i => {
            double t = i / 5.0;
            return Square(x[0] + (C(t) * x[1]) - C(Math.Exp(t))) + Square(x[2] + (C(Math.Sin(t)) * x[3]) - C(Math.Cos(t)));
        })),
        new("Osborne 1", [0.5, 1.5, -1, 0.01, 0.02], [5.464894697482e-5], x => Each(33, i => C(OsborneOneY[i - 1]) - (x[0] + (x[1] * T.Exp(C(-10 * (i - 1)) * x[3])) + (x[2] * T.Exp(C(-10 * (i - 1)) * x[4]))))),
        new("Biggs EXP6", [1, 2, 1, 1, 1, 1], [0, 5.65564992549994e-3], x => Each(13, i => {
            double t = 0.1 * i;
            return (x[2] * T.Exp(C(-t) * x[0])) - (x[3] * T.Exp(C(-t) * x[1])) + (x[5] * T.Exp(C(-t) * x[4])) - C(Math.Exp(-t) - (5 * Math.Exp(-10 * t)) + (3 * Math.Exp(-4 * t)));
        })),
        new("Osborne 2", [1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5], [4.013773629354778e-2], x => Each(65, i => {
            T t = C((i - 1) / 10.0);
            return C(OsborneTwoY[i - 1]) - ((x[0] * T.Exp(-t * x[4])) + (x[1] * T.Exp(-Square(t - x[8]) * x[5])) + (x[2] * T.Exp(-Square(t - x[9]) * x[6])) + (x[3] * T.Exp(-Square(t - x[10]) * x[7])));
        })),
        new("Watson", [0, 0, 0, 0, 0, 0], [2.287670053552e-3], Watson),
        new("Extended Rosenbrock", [-1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1], [0], x => [.. x.Chunk(2).SelectMany(p => new[] { C(10) * (p[1] - (p[0] * p[0])), C(1) - p[0] })]),
        new("Extended Powell singular", [3, -1, 0, 1, 3, -1, 0, 1, 3, -1, 0, 1], [0], x => [.. x.Chunk(4).SelectMany(PowellSingular)]),
        new("Penalty I", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [7.087651467090369e-5], x => [.. x.Select(v => C(Math.Sqrt(1e-5)) * (v - C(1))), Sum(x.Select(Square)) - C(0.25)]),
        new("Penalty II", [0.5, 0.5, 0.5, 0.5], [9.376293007355e-6], PenaltyTwo),
        new("Variably dimensioned", [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0], [0], x => {
            T sum = Sum(x.Select((v, j) => C(j + 1) * (v - C(1))));
            return [.. x.Select(v => v - C(1)), sum, sum * sum];
        }),
        new("Trigonometric", Same(10, 0.1), [0, 2.7950561218786e-5], x => {
            T cosines = Sum(x.Select(T.Cos));
            return [.. x.Select((v, i) => C(x.Length) - cosines + (C(i + 1) * (C(1) - T.Cos(v))) - T.Sin(v))];
        }),
        new("Brown almost-linear", Same(10, 0.5), [0, 1], x => {
            T sum = Sum(x);
            return [.. x.SkipLast(1).Select(v => v + sum - C(x.Length + 1)), x.Aggregate(C(1), (a, b) => a * b) - C(1)];
        }),
        new("Discrete boundary value", Bow(10), [0], x => Each(x.Length, i => {
            double h = 1.0 / (x.Length + 1);
            return (C(2) * x[i - 1]) - At(x, i - 1) - At(x, i + 1) + (C(h * h / 2) * Cube(x[i - 1] + C((i * h) + 1)));
        })),
        new("Discrete integral equation", Bow(10), [0], x => Each(x.Length, i => {
            double h = 1.0 / (x.Length + 1);
            T Term(int j) => Cube(x[j - 1] + C((j * h) + 1));
            T before = Sum(Enumerable.Range(1, i).Select(j => C(j * h) * Term(j)));
            T after = Sum(Enumerable.Range(i + 1, x.Length - i).Select(j => C(1 - (j * h)) * Term(j)));
            return x[i - 1] + (C(h / 2) * ((C(1 - (i * h)) * before) + (C(i * h) * after)));
        })),
        new("Broyden tridiagonal", Same(10, -1), [0], x => Each(x.Length, i => ((C(3) - (C(2) * x[i - 1])) * x[i - 1]) - At(x, i - 1) - (C(2) * At(x, i + 1)) + C(1))),
        new("Broyden banded", Same(10, -1), [0], x => Each(x.Length, i => (x[i - 1] * (C(2) + (C(5) * Square(x[i - 1])))) + C(1)
            - Sum(Enumerable.Range(Math.Max(1, i - 5), Math.Min(x.Length, i + 1) - Math.Max(1, i - 5) + 1).Where(j => j != i).Select(j => x[j - 1] * (C(1) + x[j - 1]))))),
        new("Linear, full rank", Same(10, 1), [10], x => Each(20, i => (i <= x.Length ? x[i - 1] : C(0)) - (C(0.1) * Sum(x)) - C(1))),
        new("Linear, rank 1", Same(10, 1), [20.0 * 19 / (2 * 41)], x => Each(20, i => (C(i) * Sum(x.Select((v, j) => C(j + 1) * v))) - C(1))),
        new("Linear, rank 1, zero columns and rows", Same(10, 1), [(400.0 + 60 - 6) / (2 * 37)], x => Each(20, i => (i is 1 or 20 ? C(0) : C(i - 1) * Sum(x.Select((v, j) => j == 0 || j == x.Length - 1 ? C(0) : C(j + 1) * v))) - C(1))),
        new("Chebyquad", [.. Enumerable.Range(1, 8).Select(j => j / 9.0)], [3.516873725677924e-3], Chebyquad),
    ];

    private static T C(double value) => T.CreateChecked(value);

    private static T Square(T x) => x * x;

    private static T Cube(T x) => x * x * x;

    private static T Sum(IEnumerable<T> terms) => terms.Aggregate(C(0), (a, b) => a + b);

    private static T At(T[] x, int i) => i == 0 || i == x.Length + 1 ? C(0) : x[i - 1];

    private static T[] Each(int count, Func<int, T> term) => [.. Enumerable.Range(1, count).Select(term)];

    private static double[] Same(int count, double value) => [.. Enumerable.Repeat(value, count)];

    private static double[] Bow(int count) => [.. Enumerable.Range(1, count).Select(j => j / (count + 1.0) * ((j / (count + 1.0)) - 1))];

    private static T Turn(T a, T b) => (T.Atan(b / a) / C(2 * Math.PI)) + C(a < C(0) ? 0.5 : 0);

    private static T[] PowellSingular(T[] x) => [x[0] + (C(10) * x[1]), C(Math.Sqrt(5)) * (x[2] - x[3]), Square(x[1] - (C(2) * x[2])), C(Math.Sqrt(10)) * Square(x[0] - x[3])];

    private static T[] Watson(T[] x)
    {
        T Middle(int i)
        {
            double t = i / 29.0;
            T slope = Sum(x.Skip(1).Select((v, j) => C((j + 1) * Math.Pow(t, j)) * v));
            return slope - Square(Sum(x.Select((v, j) => C(Math.Pow(t, j)) * v))) - C(1);
        }

        return [.. Each(29, Middle), x[0], x[1] - Square(x[0]) - C(1)];
    }

    private static T[] PenaltyTwo(T[] x)
    {
        int n = x.Length;
        T a = C(Math.Sqrt(1e-5));
        T E(int i) => T.Exp(x[i - 1] / C(10));
        return
        [
            x[0] - C(0.2),
            .. Enumerable.Range(2, n - 1).Select(i => a * (E(i) + E(i - 1) - C(Math.Exp(i / 10.0) + Math.Exp((i - 1) / 10.0)))),
            .. Enumerable.Range(n + 1, n - 1).Select(i => a * (E(i - n + 1) - C(Math.Exp(-0.1)))),
            Sum(x.Select((v, j) => C(n - j) * v * v)) - C(1),
        ];
    }

    private static T[] Chebyquad(T[] x)
    {
        int n = x.Length;
        var sums = new T[n];
        foreach (T v in x)
        {
            T argument = (C(2) * v) - C(1);
            (T before, T now) = (C(1), argument);
            for (int i = 0; i < n; i++)
            {
                sums[i] += now;
                (before, now) = (now, (C(2) * argument * now) - before);
            }
        }

        return Each(n, i => (sums[i - 1] / C(n)) + C(i % 2 == 0 ? 1.0 / ((i * i) - 1) : 0));
    }
}
