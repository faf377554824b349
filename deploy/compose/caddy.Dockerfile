# Caddy with rate limits, which are a module of their own: https://github.com/mholt/caddy-ratelimit
FROM caddy:2-builder AS builder
RUN xcaddy build --with github.com/mholt/caddy-ratelimit

FROM caddy:2
COPY --from=builder /usr/bin/caddy /usr/bin/caddy
COPY compose/Caddyfile /etc/caddy/Caddyfile
COPY site /srv/site
