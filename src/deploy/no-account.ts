/** The environment without the user's own AWS account: nothing of it may be used by chance. */
export function withoutAccount(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const clean = Object.entries(env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(clean),
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    // No file of credentials or settings either.
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
