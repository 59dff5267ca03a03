using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>One tape for each thread, kept between the calls of functions such as <see cref="Gradient"/>: memory that was touched once is quick to write again.</summary>
internal static class IdleTape<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // A tape that grew beyond this is not worth its memory between two calls.
    private const long MostBytesKept = 256L << 20;

    [ThreadStatic]
    private static ScalarTape<T>? idle;

    /// <summary>An empty tape; a call inside a call gets another one.</summary>
    internal static Loan Borrow()
    {
        ScalarTape<T> tape = idle ?? new ScalarTape<T>();
        idle = null;
        return new Loan(tape);
    }

    /// <summary>A tape that comes back when it is disposed.</summary>
    internal readonly struct Loan(ScalarTape<T> tape) : IDisposable
    {
        internal ScalarTape<T> Tape => tape;

        public void Dispose()
        {
            if (idle is not null || tape.Bytes > MostBytesKept)
            {
                tape.Dispose();
                return;
            }

            tape.Reset();
            idle = tape;
        }
    }
}
