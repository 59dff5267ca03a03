using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// The compact form of a limited-memory BFGS matrix, B = theta I - W M W^T with W = [Y, theta S] and M^-1 = [-D, L^T; L, theta S^T S] (Byrd, Nocedal and Schnabel, Math. Prog. 63,
/// 1994): D holds the (s_i, y_i), L the (s_i, y_j) of i > j. On the host, in double precision. A pair is kept divided by the root of (s, y), which changes nothing but the rounding.
/// </summary>
internal sealed class CompactModel
{
    private readonly double[][] s;
    private readonly double[][] y;
    private readonly double[] sy;
    private readonly double[] ss;
    private readonly double[] inverse;
    private readonly double[] alpha;
    private readonly DenseLu middle;
    private readonly int memory;
    private double theta = 1;
    private int pairs;

    internal CompactModel(int length, int memory)
    {
        this.memory = memory;
        s = [.. Enumerable.Range(0, memory).Select(_ => new double[length])];
        y = [.. Enumerable.Range(0, memory).Select(_ => new double[length])];
        sy = new double[memory * memory];
        ss = new double[memory * memory];
        inverse = new double[4 * memory * memory];
        alpha = new double[memory];
        middle = new DenseLu(2 * memory);
    }

    /// <summary>The multiple of the identity.</summary>
    internal double Theta => theta;

    /// <summary>The number of columns of W.</summary>
    internal int Columns => 2 * pairs;

    internal void Forget()
    {
        pairs = 0;
        theta = 1;
        Factor();
    }

    /// <summary>Takes a step and the change of the gradient along it; (s, y) is positive.</summary>
    internal void Add(ReadOnlySpan<double> step, ReadOnlySpan<double> change)
    {
        if (pairs == memory) DropOldest();
        double product = DenseLu.Dot(step, change);
        double scale = 1 / Math.Sqrt(product);
        theta = DenseLu.Dot(change, change) / product;
        double[] newStep = s[pairs];
        double[] newChange = y[pairs];
        for (int i = 0; i < newStep.Length; i++)
        {
            newStep[i] = scale * step[i];
            newChange[i] = scale * change[i];
        }

        pairs++;
        for (int k = 0; k < pairs; k++)
        {
            sy[At(pairs - 1, k)] = DenseLu.Dot(newStep, y[k]);
            sy[At(k, pairs - 1)] = DenseLu.Dot(s[k], newChange);
            ss[At(k, pairs - 1)] = ss[At(pairs - 1, k)] = DenseLu.Dot(s[k], newStep);
        }

        Factor();
    }

    /// <summary>into = row i of W.</summary>
    internal void Row(int i, Span<double> into)
    {
        for (int k = 0; k < pairs; k++)
        {
            into[k] = y[k][i];
            into[pairs + k] = theta * s[k][i];
        }
    }

    /// <summary>into = W^T v, of the elements of v that are chosen.</summary>
    internal void ApplyTransposed(ReadOnlySpan<double> v, ReadOnlySpan<bool> chosen, Span<double> into)
    {
        for (int k = 0; k < Columns; k++)
        {
            double[] column = k < pairs ? y[k] : s[k - pairs];
            double sum = 0;
            for (int i = 0; i < column.Length; i++)
            {
                if (chosen[i]) sum += column[i] * v[i];
            }

            into[k] = k < pairs ? sum : theta * sum;
        }
    }

    /// <summary>into += scale W v.</summary>
    internal void AddProduct(double scale, ReadOnlySpan<double> v, Span<double> into)
    {
        for (int k = 0; k < Columns; k++)
        {
            double[] column = k < pairs ? y[k] : s[k - pairs];
            double factor = scale * (k < pairs ? v[k] : theta * v[k]);
            for (int i = 0; i < column.Length; i++) into[i] += factor * column[i];
        }
    }

    /// <summary>v = M v.</summary>
    internal void ApplyMiddle(Span<double> v) => middle.Solve(v);

    /// <summary>v = B^-1 v, by the two loops over the pairs, which lose fewer digits than M.</summary>
    internal void ApplyInverse(Span<double> v)
    {
        for (int k = pairs - 1; k >= 0; k--)
        {
            alpha[k] = DenseLu.Dot(s[k], v);
            for (int i = 0; i < v.Length; i++) v[i] -= alpha[k] * y[k][i];
        }

        for (int i = 0; i < v.Length; i++) v[i] /= theta;
        for (int k = 0; k < pairs; k++)
        {
            double factor = alpha[k] - DenseLu.Dot(y[k], v);
            for (int i = 0; i < v.Length; i++) v[i] += factor * s[k][i];
        }
    }

    /// <summary>Factors M^-1 - Z^T Z / theta with Z the chosen rows of W.</summary>
    internal void FactorReduced(ReadOnlySpan<bool> chosen, DenseLu into)
    {
        into.Resize(Columns);
        for (int a = 0; a < Columns; a++)
        {
            double[] first = a < pairs ? y[a] : s[a - pairs];
            for (int b = 0; b <= a; b++)
            {
                double[] second = b < pairs ? y[b] : s[b - pairs];
                double sum = 0;
                for (int i = 0; i < first.Length; i++)
                {
                    if (chosen[i]) sum += first[i] * second[i];
                }

                double product = (a < pairs ? 1 : theta) * (b < pairs ? 1 : theta) * sum / theta;
                into[a, b] = inverse[(a * Columns) + b] - product;
                into[b, a] = inverse[(b * Columns) + a] - product;
            }
        }

        into.Factor();
    }

    internal void Exchange(StateExchange exchange)
    {
        exchange.Integer(ref pairs);
        exchange.Number(ref theta);
        for (int k = 0; k < memory; k++)
        {
            exchange.Numbers(s[k]);
            exchange.Numbers(y[k]);
        }

        exchange.Numbers(sy);
        exchange.Numbers(ss);
        Factor();
    }

    private int At(int row, int column) => (row * memory) + column;

    private void DropOldest()
    {
        (double[] oldStep, double[] oldChange) = (s[0], y[0]);
        for (int k = 1; k < memory; k++)
        {
            s[k - 1] = s[k];
            y[k - 1] = y[k];
            for (int j = 1; j < memory; j++)
            {
                sy[At(k - 1, j - 1)] = sy[At(k, j)];
                ss[At(k - 1, j - 1)] = ss[At(k, j)];
            }
        }

        (s[memory - 1], y[memory - 1]) = (oldStep, oldChange);
        pairs--;
    }

    private void Factor()
    {
        middle.Resize(Columns);
        for (int i = 0; i < pairs; i++)
        {
            for (int j = 0; j < pairs; j++)
            {
                double lower = i > j ? sy[At(i, j)] : 0;
                middle[i, j] = i == j ? -sy[At(i, i)] : 0;
                middle[pairs + i, j] = lower;
                middle[j, pairs + i] = lower;
                middle[pairs + i, pairs + j] = theta * ss[At(i, j)];
            }
        }

        for (int i = 0; i < Columns; i++)
        {
            for (int j = 0; j < Columns; j++) inverse[(i * Columns) + j] = middle[i, j];
        }

        middle.Factor();
    }
}
