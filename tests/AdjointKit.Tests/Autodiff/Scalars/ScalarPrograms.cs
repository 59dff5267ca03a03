using System.Numerics;

namespace AdjointKit.Tests.Autodiff.Scalars;

/// <summary>A program for any number, so that a test can run it with all of them.</summary>
internal interface IScalarProgram
{
    static abstract T Run<T>(ReadOnlySpan<T> v)
        where T : IFloatingPointIeee754<T>;
}

/// <summary>The scalar programs of the shared folder, as a user writes them: for any number.</summary>
internal static class ScalarPrograms
{
    internal readonly struct LogarithmOfSum : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T> => T.Log(v[0] + T.Exp(v[1] / v[0]));
    }

    internal readonly struct SharedSubexpression : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            T t = T.Cos(v[0]) + v[0] * v[1];
            return T.Exp(t) + t * t;
        }
    }

    internal readonly struct SharedSubexpressionNested : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            T t = T.Cos(v[0]) + v[0] * v[1];
            return T.Exp(t * t) + t;
        }
    }

    internal readonly struct SineTimesExponential : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T> => T.Sin(v[0] * v[0]) * T.Exp(v[0]);
    }

    internal readonly struct FanOut : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            T a = v[0] * v[0];
            return a + a * a + T.Sin(a) - a / (T.One + a) + a * v[0];
        }
    }

    internal readonly struct SameOperandTwice : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            T x = v[0];
            return x * x + x / x + x - x + T.Atan2(x, x) + T.Pow(x, x);
        }
    }

    internal readonly struct Branch : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T> => v[0] > v[1] ? v[0] * v[0] * v[1] : T.Sin(v[0]) + v[1];
    }

    internal readonly struct DataDependentTripCount : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            T y = v[0];
            while (y < T.CreateChecked(100)) y = T.CreateChecked(1.5) * y + T.Sin(y);
            return y;
        }
    }

    internal readonly struct NewtonRoot : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            T y = v[0];
            for (int k = 0; k < 50; k++)
            {
                T next = (y + v[0] / y) / T.CreateChecked(2);
                T change = T.Abs(next - y);
                y = next;
                if (change < T.CreateChecked(1e-14)) break;
            }

            return y;
        }
    }

    internal readonly struct StatefulCounter : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            int count = 0;
            T F(T x) => x * T.CreateChecked(++count);
            return F(v[0]) + F(v[0]);
        }
    }

    internal readonly struct Recursion : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            T R(T x, int n) => n == 0 ? x : n == 1 ? x + x : T.Sin(R(x, n - 1)) * x + R(x, n - 2);
            return R(v[0], 8);
        }
    }

    internal readonly struct Horner : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            T p = T.Zero;
            foreach (double coefficient in (ReadOnlySpan<double>)[-0.25, 1, 0.5, -3, 2]) p = p * v[0] + T.CreateChecked(coefficient);
            return p;
        }
    }

    internal readonly struct AngleLengthPower : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T> =>
            T.Atan2(v[1], v[0]) + T.Sqrt(v[0] * v[0] + v[1] * v[1]) + T.Pow(v[0], v[1]) + T.Pow(v[1], T.CreateChecked(2.5));
    }

    internal readonly struct UnusedInput : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T> => v[0] * v[0];
    }

    internal readonly struct DeepChain : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> v)
            where T : IFloatingPointIeee754<T>
        {
            T y = v[0];
            for (int k = 0; k < 10_000; k++) y = T.CreateChecked(0.9999) * y + T.CreateChecked(0.0001) * T.Cos(y);
            return y;
        }
    }

    internal readonly struct Rosenbrock : IScalarProgram
    {
        public static T Run<T>(ReadOnlySpan<T> x)
            where T : IFloatingPointIeee754<T>
        {
            T sum = T.Zero;
            for (int i = 0; i + 1 < x.Length; i++)
            {
                T rise = x[i + 1] - x[i] * x[i];
                T run = T.One - x[i];
                sum += T.CreateChecked(100) * rise * rise + run * run;
            }

            return sum;
        }
    }

    internal static T FifthPowerTimesSine<T>(T x)
        where T : IFloatingPointIeee754<T> => x * x * x * x * x * T.Sin(x);
}
