using System.Numerics;

namespace AdjointKit.Benchmarks.Scalars;

/// <summary>A program of the benchmark; the C baseline has the same under <see cref="Export"/>.</summary>
internal interface IProgram
{
    /// <summary>The name of the C function.</summary>
    static abstract string Export { get; }

    /// <summary>The operators and functions of a run.</summary>
    static abstract double Operations(int inputs, int steps);

    static abstract T Run<T>(ReadOnlySpan<T> x, int steps)
        where T : IFloatingPointIeee754<T>;
}

/// <summary>Many inputs, one sum.</summary>
internal readonly struct Rosenbrock : IProgram
{
    public static string Export => "rosenbrock";

    public static double Operations(int inputs, int steps) => 8.0 * (inputs - 1);

    public static T Run<T>(ReadOnlySpan<T> x, int steps)
        where T : IFloatingPointIeee754<T>
    {
        T hundred = T.CreateChecked(100);
        T sum = T.Zero;
        for (int i = 0; i + 1 < x.Length; i++)
        {
            T rise = x[i + 1] - x[i] * x[i];
            T run = T.One - x[i];
            sum += hundred * rise * rise + run * run;
        }

        return sum;
    }
}

/// <summary>One value only: no record at all.</summary>
internal readonly struct Chain : IProgram
{
    public static string Export => "chain";

    public static double Operations(int inputs, int steps) => 4.0 * steps;

    public static T Run<T>(ReadOnlySpan<T> x, int steps)
        where T : IFloatingPointIeee754<T>
    {
        T y = x[0];
        for (int k = 0; k < steps; k++) y = T.CreateChecked(0.9999) * y + T.CreateChecked(0.0001) * T.Cos(y);
        return y;
    }
}

/// <summary>Two values that meet again and again, each operator waiting for the last.</summary>
internal readonly struct PredatorPrey : IProgram
{
    public static string Export => "predator_prey";

    public static double Operations(int inputs, int steps) => 7.0 * steps;

    public static T Run<T>(ReadOnlySpan<T> x, int steps)
        where T : IFloatingPointIeee754<T>
    {
        (T y, T z, T h) = (x[0], x[1], T.CreateChecked(1e-3));
        for (int k = 0; k < steps; k++)
        {
            T t = y * z;
            y += h * (y - t);
            z += h * (t - z);
        }

        return y + z;
    }
}

/// <summary>A differential equation on a grid.</summary>
internal readonly struct Burgers : IProgram
{
    public static string Export => "burgers";

    public static double Operations(int inputs, int steps) => 9.0 * inputs * steps;

    public static T Run<T>(ReadOnlySpan<T> x, int steps)
        where T : IFloatingPointIeee754<T>
    {
        (T convection, T diffusion, T two) = (T.CreateChecked(0.1), T.CreateChecked(0.2), T.CreateChecked(2));
        T[] u = x.ToArray();
        T[] w = new T[u.Length];
        for (int k = 0; k < steps; k++)
        {
            for (int i = 0; i < u.Length; i++)
            {
                T left = u[i == 0 ? u.Length - 1 : i - 1];
                T right = u[i == u.Length - 1 ? 0 : i + 1];
                w[i] = u[i] - convection * u[i] * (right - left) + diffusion * (right - two * u[i] + left);
            }

            (u, w) = (w, u);
        }

        T sum = T.Zero;
        foreach (T value in u) sum += value * value;
        return sum;
    }
}
