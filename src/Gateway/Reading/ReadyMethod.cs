using Google.Protobuf;
using Grpc.Core;

namespace BackendPlugins.Gateway.Reading;

/// <summary>A method whose answers are ready bytes.</summary>
internal static class ReadyMethod
{
    private const string Unreadable = "the request is not a message of this method";

    private static readonly Marshaller<byte[]> Ready = Marshallers.Create<byte[]>(Write, static _ => throw new NotSupportedException());

    /// <summary>Describes one.</summary>
    /// <param name="service">The service's full name.</param>
    /// <param name="name">The method's name.</param>
    /// <param name="parser">Reads its requests.</param>
    /// <typeparam name="TRequest">Its requests.</typeparam>
    public static Method<TRequest, byte[]> Of<TRequest>(string service, string name, MessageParser<TRequest> parser)
        where TRequest : class, IMessage<TRequest> =>
        new(MethodType.Unary, service, name, Marshallers.Create(static (TRequest _, SerializationContext _) => throw new NotSupportedException(), context => Read(parser, context)), Ready);

    private static TRequest Read<TRequest>(MessageParser<TRequest> parser, DeserializationContext context)
        where TRequest : class, IMessage<TRequest>
    {
        try
        {
            return parser.ParseFrom(context.PayloadAsReadOnlySequence());
        }
        catch (InvalidProtocolBufferException)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, Unreadable));
        }
    }

    private static void Write(byte[] answer, SerializationContext context)
    {
        context.SetPayloadLength(answer.Length);
        var target = context.GetBufferWriter();
        answer.CopyTo(target.GetSpan(answer.Length));
        target.Advance(answer.Length);
        context.Complete();
    }
}
